//! The table of methods against the whole Bot API as data, when that is at hand.

use super::*;
use crate::sandbox::methods::METHODS;
use crate::sandbox::params::Kind;

/// The API's names for what a parameter may be.
fn agrees(kind: Kind, types: &[&str]) -> bool {
    match kind {
        Kind::Int => types == ["Integer"],
        Kind::Str => types == ["String"],
        Kind::Bool => types == ["Boolean"],
        Kind::Chat => types == ["Integer", "String"],
        Kind::File => types == ["InputFile", "String"],
        Kind::Array => types.iter().all(|t| t.starts_with("Array of ")),
        Kind::Object => types.iter().all(|t| t.starts_with(char::is_uppercase) && !t.starts_with("Array")),
    }
}

/// Set `RAPPORT_BOT_API` to the JSON of github.com/PaulSonOfLars/telegram-bot-api-spec to run this.
#[test]
#[expect(
    clippy::disallowed_methods,
    reason = "the data are no part of the product, so no setting names them"
)]
fn the_table_agrees_with_the_bot_api() {
    let Ok(path) = std::env::var("RAPPORT_BOT_API") else {
        println!("not run: RAPPORT_BOT_API is not set");
        return;
    };
    let api: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    for method in METHODS {
        let fields = api["methods"][method.name]["fields"].as_array().cloned().unwrap_or_default();
        assert!(api["methods"].get(method.name).is_some(), "{}", method.name);
        for param in method.params {
            let field = fields.iter().find(|f| f["name"] == param.name);
            let field = field.unwrap_or_else(|| panic!("{}.{} is not in the API", method.name, param.name));
            let types: Vec<_> = field["types"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
            assert!(agrees(param.kind, &types), "{}.{}: {types:?}", method.name, param.name);
        }
        for field in fields.iter().filter(|f| f["required"] == true) {
            let param = method.params.iter().find(|p| field["name"] == p.name);
            assert!(
                param.is_some_and(|p| p.missing.is_some()),
                "{}.{} is required",
                method.name,
                field["name"]
            );
        }
    }
}
