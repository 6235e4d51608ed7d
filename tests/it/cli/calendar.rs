//! Working calendars from files: shown first, written all or none, and who follows them is asked on the right days.

use std::path::PathBuf;

use rapport::domain::person::{Language, Role};

use super::{err, out, output};
use crate::support::story::Story;

struct File(PathBuf);

impl File {
    fn new(name: &str, text: &str) -> Self {
        let path = std::env::temp_dir().join(format!("rapport-calendar-{}-{name}", std::process::id()));
        std::fs::write(&path, text).unwrap();
        Self(path)
    }

    fn path(&self) -> &str {
        self.0.to_str().unwrap()
    }
}

impl Drop for File {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

async fn calendar(story: &Story, args: &[&str]) -> (Option<i32>, String) {
    let args: Vec<&str> = std::iter::once("calendar").chain(args.iter().copied()).collect();
    let vars = [("DATABASE_URL", story.test.url.as_str()), ("RAPPORT__CLOCK__MODE", "controlled")];
    let done = output(&args, &vars).await;
    (done.status.code(), format!("{}{}", out(&done), err(&done)))
}

const DAYS: &str = "select day || ' ' || works || ' ' || name from holiday order by day";
const NEXT: &str = "select next_open_on::text from person order by number";

#[tokio::test(flavor = "multi_thread")]
async fn a_calendar_is_shown_written_whole_and_the_plan_made_anew() {
    let mut story = Story::begin("2026-03-06T09:00:00Z").await;
    story.hire(Role::Rep, "Anna Weber", Language::En, "Europe/Berlin").await;
    story.move_to("2026-03-06T20:00:00Z").await;
    assert_eq!(story.texts(NEXT).await, ["2026-03-09"]);

    let wrong = File::new("wrong.txt", "2026-03-09 Holiday\nsome day\n");
    let (status, said) = calendar(&story, &["import", wrong.path(), "--yes"]).await;
    assert_eq!(status, Some(1), "{said}");
    assert!(said.contains("some") && said.contains("Nothing was written"), "{said}");

    let good = File::new("good.txt", "2026-03-09 Holiday\nwork 2026-03-07 instead\n");
    let (status, said) = calendar(&story, &["import", good.path()]).await;
    assert_eq!(status, Some(0), "{said}");
    assert!(said.contains("2 new, 0 changed, 0 go") && said.contains("This was a preview"), "{said}");
    assert_eq!(story.number("select count(*) from holiday").await, 0, "nothing is written unasked");

    let (status, said) = calendar(&story, &["import", good.path(), "--yes"]).await;
    assert_eq!(status, Some(0), "{said}");
    assert!(said.contains("followed by 1 person"), "{said}");
    assert_eq!(story.texts(DAYS).await, ["2026-03-07 true instead", "2026-03-09 false Holiday"]);
    assert_eq!(story.texts(NEXT).await, ["2026-03-07"], "the Saturday is worked");

    // Anew: the days of that year are replaced.
    let anew = File::new("anew.toml", "[[holiday]]\nday = 2026-03-09\nname = \"Holiday\"\n");
    let (_, said) = calendar(&story, &["import", anew.path(), "--yes"]).await;
    assert!(said.contains("0 new, 0 changed, 1 go"), "{said}");
    assert_eq!(story.texts(NEXT).await, ["2026-03-10"], "neither on the week-end nor on the holiday");
    story.move_to("2026-03-10T16:30:00Z").await;
    let asked = "select local_date::text from outbox where kind = 'prompt' order by 1";
    assert_eq!(story.texts(asked).await, ["2026-03-10"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_holiday_found_out_late_excuses_the_open_day_and_taken_out_again_it_counts() {
    let mut story = Story::begin("2026-03-03T09:00:00Z").await;
    story.hire(Role::Rep, "Anna Weber", Language::En, "Europe/Berlin").await;
    story.move_to("2026-03-03T10:00:00Z").await;
    let holiday = File::new("late.txt", "2026-03-03 Holiday\n");
    let (_, said) = calendar(&story, &["import", holiday.path(), "--yes"]).await;
    assert!(said.contains("1 excused as a holiday"), "{said}");
    let day =
        "select coalesce(excused, '-') || ' ' || delivery from check_in where local_date = '2026-03-03'";
    assert_eq!(story.texts(day).await, ["holiday not_needed"]);
    let other = File::new("other.txt", "2026-03-04 Holiday\n");
    let (_, said) = calendar(&story, &["import", other.path(), "--yes"]).await;
    assert!(said.contains("1 count again"), "{said}");
    story.move_to("2026-03-03T16:30:00Z").await;
    assert_eq!(story.texts(day).await, ["- sent"], "there was still time for the prompt");
    let ways = "select distinct way from change where field = 'excused'";
    assert_eq!(story.texts(ways).await, ["import"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn regions_have_calendars_of_their_own_for_those_who_follow_them() {
    let mut story = Story::begin("2026-02-13T20:30:00Z").await;
    story.hire(Role::Rep, "Anna Weber", Language::En, "Europe/Berlin").await;
    story.hire(Role::Rep, "林晓", Language::Zh, "Asia/Shanghai").await;
    let china = concat!(env!("CARGO_MANIFEST_DIR"), "/config/calendars/cn-2026.toml");
    let (status, said) = calendar(&story, &["import", china, "--yes"]).await;
    assert_eq!(status, Some(0), "{said}");
    assert!(said.contains("calendar CN") && said.contains("Nobody follows it yet"), "{said}");
    let number = story.number("select number from person where name = '林晓'").await.to_string();
    let (status, said) = calendar(&story, &["use", "CN", "--people", &number]).await;
    assert_eq!(status, Some(0), "{said}");
    let next = "select name || ' ' || next_open_on from person order by number";
    assert_eq!(story.texts(next).await, ["Anna Weber 2026-02-16", "林晓 2026-02-14"]);
    let (_, said) = calendar(&story, &["list"]).await;
    assert!(said.contains("default") && said.contains("2026") && said.contains("CN"), "{said}");
    let (_, said) = calendar(&story, &["show", "CN"]).await;
    assert!(said.contains("2026-02-14  Sat  works  春节调休上班"), "{said}");
    for (args, says) in [
        (&["show", "XX"][..], "no calendar `XX`"),
        (&["use", "CN", "--people", "99"], "number 99"),
        (&["use", "CN", "--team", "West"], "no team `West`"),
    ] {
        let (status, said) = calendar(&story, args).await;
        assert_eq!(status, Some(1), "{said}");
        assert!(said.contains(says), "{said}");
    }
}
