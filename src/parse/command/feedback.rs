//! What is told to the managers, and their answers.

use super::Command;
use super::vocabulary::vocabulary;
use crate::domain::command::{CommandError, CommandName};
use crate::domain::feedback::{Way, read_token};
use crate::domain::parse_short_id;

/// What someone wishes of `/feedback`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FeedbackWish {
    /// To see how it is done, or what came.
    Show,
    /// The answer to what was sent with this token.
    Fetch {
        /// The token.
        token: String,
    },
    /// To say something.
    Say {
        /// With one's name or without; none to be asked.
        way: Option<Way>,
        /// What.
        text: String,
    },
}

/// `[TOKEN]` or `[name | anon] TEXT…`; the word alone is no text.
pub(super) fn wish(args: &str) -> FeedbackWish {
    if args.is_empty() {
        return FeedbackWish::Show;
    }
    if let Some(token) = read_token(args) {
        return FeedbackWish::Fetch { token };
    }
    match vocabulary().ways.at_start(args) {
        Some((way, rest)) => match rest.trim_start_matches([':', '：', ',', '，']).trim() {
            "" => FeedbackWish::Show,
            text => FeedbackWish::Say { way: Some(way), text: text.to_owned() },
        },
        None => FeedbackWish::Say { way: None, text: args.to_owned() },
    }
}

/// `ID TEXT…`
pub(super) fn reply(args: &str) -> Result<Command, CommandError> {
    let usage = CommandError::Usage(CommandName::Reply);
    let (id, text) = args.split_once(char::is_whitespace).ok_or(usage)?;
    let number = parse_short_id(id)
        .ok_or_else(|| CommandError::Id(CommandName::Reply, id.chars().take(40).collect()))?;
    Ok(Command::Reply { number, text: text.trim().to_owned() })
}

#[cfg(test)]
mod tests {
    use super::super::read;
    use super::*;

    #[test]
    fn lists_rules_and_feedback() {
        use crate::domain::holding::DealsOf;
        use crate::domain::kpi::Figure;
        let say =
            |way, text: &str| Command::Feedback { wish: FeedbackWish::Say { way, text: text.to_owned() } };
        let (named, anonymous) = (Some(Way::Named), Some(Way::Anonymous));
        for (text, command) in [
            ("/customers", Command::Customers { page: 1 }),
            ("/客户 ２", Command::Customers { page: 2 }),
            ("/deals", Command::Deals { of: DealsOf::Open, page: 1 }),
            ("/deals 3", Command::Deals { of: DealsOf::Open, page: 3 }),
            ("/deals lost 2", Command::Deals { of: DealsOf::Lost, page: 2 }),
            ("/商机 丢单", Command::Deals { of: DealsOf::Lost, page: 1 }),
            ("/me rules", Command::Rule { figure: None }),
            ("/rule", Command::Rule { figure: None }),
            ("/rule Fields filled", Command::Rule { figure: Some(Figure::Completeness) }),
            ("/算法 及时率", Command::Rule { figure: Some(Figure::Timeliness) }),
            ("/feedback", Command::Feedback { wish: FeedbackWish::Show }),
            ("/feedback anon", Command::Feedback { wish: FeedbackWish::Show }),
            ("/feedback anon: too  long", say(anonymous, "too  long")),
            ("/反馈 匿名：表格太长", say(anonymous, "表格太长")),
            ("/feedback name Fine", say(named, "Fine")),
            ("/feedback Names get lost", say(None, "Names get lost")),
            ("/reply 2b Yes, soon", Command::Reply { number: 1, text: "Yes, soon".into() }),
        ] {
            assert_eq!(read(text, "rapport_bot"), Some(Ok(command)), "{text}");
        }
        for text in ["/customers all", "/deals yesterday", "/reply", "/reply 2b", "/reply x y", "/rule mood"]
        {
            assert!(matches!(read(text, "rapport_bot"), Some(Err(_))), "{text}");
        }
    }
}
