//! Customers from a file: shown first, written all or none, and in the ledger as imported.

use std::path::PathBuf;

use rapport::domain::person::{Language, Role};

use super::{err, out, output};
use crate::support::story::Story;

struct File(PathBuf);

impl File {
    fn new(name: &str, text: &str) -> Self {
        let path = std::env::temp_dir().join(format!("rapport-import-{}-{name}.csv", std::process::id()));
        std::fs::write(&path, text).unwrap();
        Self(path)
    }
}

impl Drop for File {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

async fn import(story: &Story, file: &File, more: &[&str]) -> (Option<i32>, String) {
    let mut args = vec!["import", "customers", file.0.to_str().unwrap()];
    args.extend(more);
    let vars = [("DATABASE_URL", story.test.url.as_str()), ("RAPPORT__CLOCK__MODE", "controlled")];
    let done = output(&args, &vars).await;
    (done.status.code(), format!("{}{}", out(&done), err(&done)))
}

const CUSTOMERS: &str = "select count(*) from customer";

#[tokio::test]
async fn customers_come_in_whole_once_and_as_imported() {
    let mut story = Story::begin("2026-03-02T08:00:00Z").await;
    story.hire(Role::Rep, "Anna Weber", Language::En, "Europe/Berlin").await;
    let file = File::new(
        "good",
        "name,kind,owner,phone,occupation,age,city,contact\n\
         Haas Cold Storage,organisation,Anna Weber,030 2345678,head of purchasing,,Berlin,Petra Vogel\n\
         Karl Groß,person,1,+49 170 1234567,baker,52,,\n\
         HAAS cold-storage,,anna weber,,,,,\n",
    );
    let (status, said) = import(&story, &file, &[]).await;
    assert_eq!(status, Some(0), "{said}");
    assert!(said.contains("2 new, of 1 owner; 1 skipped; 0 wrong"), "{said}");
    assert!(said.contains("This was a preview"), "{said}");
    assert_eq!(story.number(CUSTOMERS).await, 0, "nothing is written unasked");

    let (status, said) = import(&story, &file, &["--yes"]).await;
    assert_eq!(status, Some(0), "{said}");
    assert!(said.contains("2 customer(s) imported"), "{said}");
    let rows = "select concat_ws('|', name, kind, origin, is_new, phone, occupation, age) from customer order by name";
    assert_eq!(
        story.texts(rows).await,
        [
            "Haas Cold Storage|organisation|import|f|+49302345678",
            "Karl Groß|person|import|f|+491701234567|baker|52"
        ]
    );
    let contacts = story.texts("select concat_ws('|', name, occupation) from contact").await;
    assert_eq!(contacts, ["Petra Vogel|head of purchasing"]);
    let ways = story.texts("select distinct way from change where subject in ('customer', 'contact')").await;
    assert_eq!(ways, ["import"]);
    let numbers = "select count(distinct number) from (select number from customer union all select number from contact) n";
    assert_eq!(story.number(numbers).await, 3, "each has a short id of its own");
    assert_eq!(story.number("select items from person").await, 3);

    let (status, said) = import(&story, &file, &["--yes"]).await;
    assert_eq!(status, Some(0), "{said}");
    assert!(
        said.contains("Anna Weber has this customer already") && said.contains("nothing to write"),
        "{said}"
    );
    assert_eq!(story.number(CUSTOMERS).await, 2);
}

#[tokio::test]
async fn one_wrong_line_holds_all_back() {
    let mut story = Story::begin("2026-03-02T08:00:00Z").await;
    story.hire(Role::Rep, "Anna Weber", Language::En, "Europe/Berlin").await;
    story.hire(Role::Manager, "Marc", Language::En, "Europe/Berlin").await;
    let file = File::new(
        "bad",
        "name,owner,phone\n\nGood,Anna Weber,\nBad phone,Anna Weber,123\nNobody's,Nobody,\nThe manager's,Marc,\n",
    );
    let (status, said) = import(&story, &file, &["--yes"]).await;
    assert_eq!(status, Some(1), "{said}");
    for (line, why) in [
        ("4", "the phone is not valid in its country"),
        ("5", "there is nobody called Nobody"),
        ("6", "neither rep nor service agent"),
    ] {
        assert!(said.lines().any(|l| l.starts_with(line) && l.contains(why)), "{line} {why}:\n{said}");
    }
    assert!(said.contains("Nothing was written: 3 line(s)"), "{said}");
    assert_eq!(story.number(CUSTOMERS).await, 0);

    let (status, said) = import(&story, &File::new("none", "name,owner,telephone\n"), &[]).await;
    assert_eq!(status, Some(1));
    assert!(said.contains("did you mean `phone`?"), "{said}");
}
