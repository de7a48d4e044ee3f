//! Many notices in few words.

use super::Notice;

impl Notice {
    /// The key that it is about.
    fn about(&self) -> Option<&str> {
        match self {
            Notice::BadNumber { key, .. }
            | Notice::BadChoice { key, .. }
            | Notice::Twice { key } => Some(key),
            Notice::BadAction { .. } | Notice::TooManyActions { .. } => Some("do"),
            Notice::NoSuchItem { .. } => Some("follow"),
            Notice::BeyondEnd { key, .. } => Some(key),
            Notice::BadGoal { .. } | Notice::BadBound { .. } | Notice::LongGoal { .. } => {
                Some("goal")
            }
            Notice::ComparesNothing => Some("compare"),
            Notice::BadTraffic | Notice::IdleTraffic => Some("traffic"),
            Notice::More { about, .. } => Some(about),
            _ => None,
        }
    }

    /// One notice for all keys that are not known, where the first of them was.
    pub(crate) fn join_unknown(notices: &mut Vec<Notice>) {
        let is_unknown = |notice: &Notice| matches!(notice, Notice::UnknownKey { .. });
        let Some(first) = notices.iter().position(is_unknown) else { return };
        let mut keys: Vec<String> = Vec::new();
        notices.retain(|notice| {
            let Notice::UnknownKey { given } = notice else { return true };
            if !keys.contains(given) && keys.len() <= FEW {
                keys.push(given.clone());
            }
            false
        });
        let joined = match &keys[..] {
            [given] => Notice::UnknownKey { given: given.clone() },
            _ => Notice::UnknownKeys { given: few(keys.iter().map(|key| format!("“{key}”"))) },
        };
        notices.insert(first, joined);
    }

    /// So many are kept; what the others are about is said in one more.
    pub(crate) fn cut(notices: &mut Vec<Notice>, most: usize) {
        if notices.len() > most {
            let more = notices.split_off(most);
            let about = more.iter().filter_map(Notice::about).flat_map(|about| about.split(", "));
            let mut about: Vec<&str> = about.filter(|name| !name.is_empty()).collect();
            about.dedup();
            let counts = more.iter().map(|notice| match notice {
                Notice::More { count, .. } => *count,
                _ => 1,
            });
            notices.push(Notice::More { count: counts.sum(), about: few(about) });
        }
    }
}

/// Of many names, so many are said.
const FEW: usize = 5;

/// The first few, one after another; more of them are three dots.
pub(crate) fn few<T: Into<String>>(names: impl IntoIterator<Item = T>) -> String {
    let mut names = names.into_iter().map(Into::into);
    let mut said: Vec<String> = names.by_ref().take(FEW).collect();
    if names.next().is_some() {
        said.push("…".to_owned());
    }
    said.join(", ")
}
