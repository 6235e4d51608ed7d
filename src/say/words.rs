//! The Fluent files and how a text is made from them. Patterns are HTML of our own; arguments are escaped unless
//! they already are [`Html`]. Bundles are built once for each language. A test (`say::tests`) keeps keys and
//! arguments equal in both languages and finds keys that nobody uses.

use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};

use super::html::{Html, tame};
use crate::domain::person::Language;

macro_rules! files {
    ($dir:literal: $($name:literal),+) => {
        &[$(($name, include_str!(concat!("../../config/locales/", $dir, "/", $name, ".ftl")))),+]
    };
}

/// Files of one language, by name.
pub(super) type Files = &'static [(&'static str, &'static str)];

/// The Fluent files of a language.
pub(super) fn files(lang: Language) -> Files {
    match lang {
        Language::En => {
            files!("en": "terms", "day", "card", "onboard", "answers", "away", "times", "commands", "correct", "figures", "me", "own", "feedback")
        }
        Language::Zh => {
            files!("zh-CN": "terms", "day", "card", "onboard", "answers", "away", "times", "commands", "correct", "figures", "me", "own", "feedback")
        }
    }
}

type Bundle = FluentBundle<FluentResource>;

static EN: LazyLock<Bundle> = LazyLock::new(|| build(Language::En));
static ZH: LazyLock<Bundle> = LazyLock::new(|| build(Language::Zh));

fn build(lang: Language) -> Bundle {
    let mut bundle = FluentBundle::new_concurrent(lang.name().parse().into_iter().collect());
    // Foreign text is isolated where it is needed, by `html::tame`.
    bundle.set_use_isolating(false);
    for (_, source) in files(lang) {
        // A test proves that the files are free of errors; what could be read is used in any case.
        let resource = FluentResource::try_new((*source).to_owned()).unwrap_or_else(|(some, _)| some);
        bundle.add_resource_overriding(resource);
    }
    bundle
}

fn bundle(lang: Language) -> &'static Bundle {
    match lang {
        Language::En => &EN,
        Language::Zh => &ZH,
    }
}

/// An argument of a text.
#[derive(Clone, Debug)]
pub(super) enum Arg {
    /// Foreign text, to be escaped.
    Text(String),
    /// Escaped already.
    Html(Html),
    /// A number, by which a text may choose its plural.
    Count(i64),
}

impl From<&str> for Arg {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Arg {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<Html> for Arg {
    fn from(html: Html) -> Self {
        Self::Html(html)
    }
}

impl From<i64> for Arg {
    fn from(count: i64) -> Self {
        Self::Count(count)
    }
}

impl From<usize> for Arg {
    fn from(count: usize) -> Self {
        Self::Count(i64::try_from(count).unwrap_or(i64::MAX))
    }
}

/// Names of arguments with their values.
pub(super) type Args<'a> = &'a [(&'static str, Arg)];

/// A text as HTML.
pub(super) fn html(lang: Language, key: &str, args: Args<'_>) -> Html {
    Html::markup(format(lang, key, args, |arg| match arg {
        Arg::Text(text) => FluentValue::from(Html::text(text).into_string()),
        Arg::Html(html) => FluentValue::from(html.as_str().to_owned()),
        Arg::Count(n) => FluentValue::from(*n),
    }))
}

/// A text for where the channel takes none but plain text: buttons, menus, answers to taps.
pub(super) fn plain(lang: Language, key: &str, args: Args<'_>) -> String {
    format(lang, key, args, |arg| match arg {
        Arg::Text(text) => FluentValue::from(tame(text, 64)),
        Arg::Html(html) => FluentValue::from(html.visible()),
        Arg::Count(n) => FluentValue::from(*n),
    })
}

/// Whether there is such a text.
pub(super) fn has(lang: Language, key: &str) -> bool {
    bundle(lang).has_message(key)
}

fn format(lang: Language, key: &str, args: Args<'_>, value: impl Fn(&Arg) -> FluentValue<'static>) -> String {
    let bundle = bundle(lang);
    let Some(pattern) = bundle.get_message(key).and_then(|m| m.value()) else {
        // Unreachable as long as the test of the keys holds; a reader is better served by a gap than by nothing.
        return format!("[{key}]");
    };
    let mut fluent = FluentArgs::with_capacity(args.len());
    for (name, arg) in args {
        fluent.set(*name, value(arg));
    }
    bundle.format_pattern(pattern, Some(&fluent), &mut Vec::new()).into_owned()
}
