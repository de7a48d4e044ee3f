//! What the page says of a scenario, in each language. Made from `words/` at build time.

use std::sync::OnceLock;

use crate::language::Language;
use crate::params::Kind;
use crate::setup::Setup;

/// A scenario's words in one language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Words {
    /// Its name.
    pub title: &'static str,
    /// What it is, in a sentence or two.
    pub sentence: &'static str,
    /// When to use it, in a line.
    pub when: &'static str,
    /// Its story, as markup of our own making.
    pub story: &'static str,
    /// Knobs by key, and choices as `work.waiting`.
    pub knobs: &'static [Term],
    /// Variants by slug; `more` says what went wrong.
    pub variants: &'static [Term],
    /// Actions by slug.
    pub actions: &'static [Term],
    /// Claims by slug, `more` says why it breaks: see [`Words::claim`].
    pub claims: &'static [Term],
    /// Experiments by slug.
    pub experiments: &'static [Term],
    /// Challenges by slug: a name, and what is to be done. `slug.hint` helps; `slug.why` says why it
    /// worked; `slug.choice` is an answer, and `more` why it is the right one.
    pub challenges: &'static [Term],
    /// What someone who needs this pattern complains of, for the search.
    pub symptoms: &'static [Term],
    /// Lines of a checklist that the scenario shows, by key; for most there are none.
    pub checks: &'static [Term],
    /// What a run shows beside that, by its name in the trace: resources, rows, headings, causes.
    /// `{0}`, `{1}` … stand for whole numbers. What is not listed speaks for itself.
    pub shown: &'static [Term],
    /// Lines of a plan, keyed by settings: see [`Words::plan`]. For most there are none.
    pub plan: &'static [Term],
    /// Variants that have no program in Go, by slug, and why. For most scenarios there are none.
    pub go: &'static [Term],
}

/// Something that has a name and may have more said of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Term {
    /// What it is called in the code.
    pub key: &'static str,
    /// What the reader sees.
    pub label: &'static str,
    /// More, may be empty.
    pub more: &'static str,
}

/// What a words file holds, as it comes with the page.
struct Told {
    title: &'static str,
    /// A line each, its parts between tabs: the name of a list, the key, the label, more.
    lines: &'static str,
    story: &'static str,
}

static TABLE: &[(&str, [Told; 2])] = include!(concat!(env!("OUT_DIR"), "/words.rs"));

/// What was read of it, once it was wanted.
static READ: [[OnceLock<Words>; 2]; TABLE.len()] =
    [const { [const { OnceLock::new() }; 2] }; TABLE.len()];

static NONE: Words = Words {
    title: "",
    sentence: "",
    when: "",
    story: "",
    knobs: &[],
    variants: &[],
    actions: &[],
    claims: &[],
    experiments: &[],
    challenges: &[],
    symptoms: &[],
    checks: &[],
    shown: &[],
    plan: &[],
    go: &[],
};

/// The words of the scenario of this slug; empty if it has none, which a test rules out.
///
/// In the page texts come apart from the code: whoever asks sees to it that they are there.
pub fn words(slug: &str, language: Language) -> &'static Words {
    let Ok(place) = TABLE.binary_search_by_key(&slug, |(slug, _)| *slug) else { return &NONE };
    let told = &TABLE[place].1[language as usize];
    // What has not come yet is zeros, and is not to be remembered.
    if told.lines.starts_with('\0') {
        return &NONE;
    }
    READ[place][language as usize].get_or_init(|| told.read())
}

/// The name of the scenario of this slug, which comes with the code.
pub fn title(slug: &str, language: Language) -> &'static str {
    let found = TABLE.binary_search_by_key(&slug, |(slug, _)| *slug);
    found.map_or("", |place| TABLE[place].1[language as usize].title)
}

impl Told {
    fn read(&self) -> Words {
        let line = |line: &'static str| {
            let mut parts = line.split('\t');
            let mut next = || parts.next().unwrap_or_default();
            (next(), Term { key: next(), label: next(), more: next() })
        };
        let lines: Vec<(&str, Term)> = self.lines.lines().map(line).collect();
        let list = |name: &str| -> &'static [Term] {
            let terms: Vec<Term> =
                lines.iter().filter(|(list, _)| *list == name).map(|(_, term)| *term).collect();
            terms.leak()
        };
        let text = |name: &str| list(name).first().map_or("", |term| term.label);
        Words {
            title: self.title,
            sentence: text("sentence"),
            when: text("when"),
            story: self.story,
            knobs: list("knobs"),
            variants: list("variants"),
            actions: list("actions"),
            claims: list("claims"),
            experiments: list("experiments"),
            challenges: list("challenges"),
            symptoms: list("symptoms"),
            checks: list("checks"),
            shown: list("shown"),
            plan: list("plan"),
            go: list("go"),
        }
    }
}

impl Words {
    /// The term of `list` with this key.
    pub fn term(list: &'static [Term], key: &str) -> Option<&'static Term> {
        list.iter().find(|term| term.key == key)
    }

    /// The terms of `list`, as pictures take them: what is called how.
    pub fn pairs(list: &'static [Term]) -> Vec<(&'static str, &'static str)> {
        list.iter().map(|term| (term.key, term.label)).collect()
    }

    /// The claim of this slug for these settings, and why it breaks.
    ///
    /// `{workers}` stands for a knob's value, `{2*workers}` for twice as much. A line keyed
    /// `opens-at?policy=rate` is said instead of the one keyed `opens-at` where that is chosen.
    pub fn claim(&self, slug: &str, setup: &Setup) -> (String, &'static str) {
        let Some(term) = self.claim_line(slug, setup) else { return (slug.to_owned(), "") };
        let fields = setup.scenario.fields.iter().zip(&setup.values);
        let said = fields.fold(term.label.to_owned(), |said, (field, value)| {
            let (once, twice) = (format!("{{{}}}", field.name), format!("{{2*{}}}", field.name));
            said.replace(&once, &field.format(*value)).replace(&twice, &field.format(2 * *value))
        });
        (said, term.more)
    }

    /// Whether the claim of this slug is about anything for these settings: without a breaker nothing
    /// can be said of one. The line that says so has no reason why it breaks.
    pub fn applies(&self, slug: &str, setup: &Setup) -> bool {
        self.claim_line(slug, setup).is_none_or(|term| !term.more.is_empty())
    }

    fn claim_line(&self, slug: &str, setup: &Setup) -> Option<&'static Term> {
        let so = |term: &&Term| {
            let key = term.key.split_once('?');
            key.is_some_and(|(of, setting)| of == slug && is_so(setup, setting))
        };
        self.claims.iter().find(so).or(Words::term(self.claims, slug))
    }

    /// What the plan says for these settings, a line each; empty if the scenario has none.
    ///
    /// A line keyed `strategy=block` is said if that is what is chosen, one keyed `timeout=on` if
    /// the number is not 0, `timeout=off` if it is. `{timeout}` stands for a knob's value.
    pub fn plan(&self, setup: &Setup) -> Vec<String> {
        let settings = || setup.scenario.fields.iter().zip(&setup.values);
        let said = self.plan.iter().filter(|line| is_so(setup, line.key)).map(|line| {
            settings().fold(line.label.to_owned(), |said, (field, value)| {
                let value = format!("{} {}", field.format(*value), field.unit());
                said.replace(&format!("{{{}}}", field.name), value.trim_end())
            })
        });
        said.collect()
    }
}

/// Whether a knob is set so: `strategy=block` if that is what is chosen, `timeout=on` if the number
/// is not 0, `timeout=off` if it is.
fn is_so(setup: &Setup, setting: &str) -> bool {
    let (name, wanted) = setting.split_once('=').unwrap_or((setting, "on"));
    setup.scenario.fields.iter().zip(&setup.values).any(|(field, value)| {
        let is = match field.kind {
            Kind::Choice(_) => field.format(*value),
            _ => if *value > 0 { "on" } else { "off" }.to_owned(),
        };
        field.name == name && is == wanted
    })
}
