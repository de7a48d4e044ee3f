//! Knobs: every one is a whole number in a range underneath, so links round-trip exactly.

use std::time::Duration;

use crate::fitting::Fitting;

/// One knob, as the page, the command line and links see it.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// Its key in links and on the command line, in kebab case.
    pub name: &'static str,
    /// What it does, in one English sentence; the words files have the labels.
    pub help: &'static str,
    /// What the number means.
    pub kind: Kind,
    /// What it is unless said otherwise.
    pub default: i64,
    /// The least it can be.
    pub min: i64,
    /// The most it can be.
    pub max: i64,
    /// When turning it changes nothing.
    pub idle: Option<Idle>,
    /// What it is the limit of, if it is one.
    pub fitting: Option<Fitting>,
}

/// When turning a knob changes nothing: while another one is at one of these values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Idle {
    /// The other knob.
    pub knob: &'static str,
    /// The values, as links write them.
    pub values: &'static [&'static str],
    /// An action by which it makes a difference all the same.
    pub unless: Option<&'static str>,
}

/// What a knob's number means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// So many.
    Count,
    /// A span in milliseconds.
    Millis,
    /// One of these, by index; their slugs.
    Choice(&'static [&'static str]),
}

/// A type that a knob can have.
pub trait Knob {
    /// What its number means.
    const KIND: Kind;
    /// The value of a number in the knob's range.
    fn from_raw(raw: i64) -> Self;
}

/// An enum whose values are named in links.
pub trait Choice: Copy + 'static {
    /// The slugs, in the order of the values.
    const SLUGS: &'static [&'static str];
    /// Every value, in order.
    const ALL: &'static [Self];
}

impl Knob for u32 {
    const KIND: Kind = Kind::Count;
    fn from_raw(raw: i64) -> Self {
        u32::try_from(raw).unwrap_or(0)
    }
}

impl Knob for Duration {
    const KIND: Kind = Kind::Millis;
    fn from_raw(raw: i64) -> Self {
        Duration::from_millis(u64::try_from(raw).unwrap_or(0))
    }
}

impl<C: Choice> Knob for C {
    const KIND: Kind = Kind::Choice(C::SLUGS);
    fn from_raw(raw: i64) -> Self {
        let last = C::ALL.len() - 1;
        C::ALL[usize::try_from(raw).unwrap_or(0).min(last)]
    }
}

impl Field {
    /// Reads a value as a link or the command line writes it.
    ///
    /// # Errors
    /// [`BadValue`] if it is no whole number, out of range, or none of the choices.
    pub fn parse(&self, text: &str) -> Result<i64, BadValue> {
        if let Kind::Choice(slugs) = self.kind {
            let place = slugs.iter().position(|slug| *slug == text);
            return place.map(|place| place as i64).ok_or(BadValue::NoChoice);
        }
        let digits = text.strip_suffix("ms").filter(|_| self.kind == Kind::Millis).unwrap_or(text);
        let number: i64 = digits.parse().map_err(|_| BadValue::NoNumber)?;
        if (self.min..=self.max).contains(&number) { Ok(number) } else { Err(BadValue::OutOfRange) }
    }

    /// The value as links write it; [`parse`](Field::parse) reads it back.
    pub fn format(&self, value: i64) -> String {
        match self.kind {
            Kind::Choice(slugs) => {
                let place = usize::try_from(value).unwrap_or(0);
                slugs.get(place).copied().unwrap_or_default().to_owned()
            }
            Kind::Count | Kind::Millis => value.to_string(),
        }
    }

    /// The unit of its number, empty if it has none.
    pub fn unit(&self) -> &'static str {
        if self.kind == Kind::Millis { "ms" } else { "" }
    }
}

/// Why a text is no value of a knob.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BadValue {
    /// It is no whole number.
    NoNumber,
    /// It is outside the knob's range.
    OutOfRange,
    /// It is none of the choices.
    NoChoice,
}

/// Declares a scenario's knobs: the struct, and the list of [`Field`]s.
///
/// Numbers and durations (in milliseconds) give a default and a range, choices a default. A knob may
/// say when it is [`Idle`] (`#[idle(arrivals = "yours")]`, `#[idle(ill = "0", unless "break")]`) and what it is the limit of
/// (`#[fitting(FITTING)]`).
#[macro_export]
#[doc(hidden)]
macro_rules! params {
    ($(#[$meta:meta])* pub struct $Knobs:ident {
        $($(#[doc = $help:literal])+
        $(#[idle($knob:ident = $($slug:literal)|+ $(, unless $action:literal)?)])? $(#[fitting($fitting:expr)])?
        $name:ident: $ty:ty =
            $($number:literal in $min:literal..=$max:literal)? $($choice:path)?,)*
    }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug)]
        #[allow(dead_code, reason = "the threads are read by the host")]
        pub(crate) struct $Knobs { $($(#[doc = $help])+ pub(crate) $name: $ty,)* }

        impl $Knobs {
            pub(crate) const FIELDS: &'static [$crate::Field] = &[$($crate::Field {
                name: $crate::params::one_word(stringify!($name)),
                // The page has words of its own for it, in each language.
                help: if cfg!(target_arch = "wasm32") { "" } else { concat!($($help),+) },
                kind: <$ty as $crate::Knob>::KIND,
                default: $($number)? $($choice as i64)?,
                min: 0 $(+ $min)?,
                max: $($max)? $({ let _ = $choice; <$ty as $crate::Choice>::SLUGS.len() as i64 - 1 })?,
                idle: [$(Some($crate::Idle {
                    knob: stringify!($knob),
                    values: &[$($slug),+],
                    unless: [$(Some($action),)? None][0],
                }),)? None][0],
                fitting: [$(Some($fitting),)? None][0],
            }),*];

            /// The knobs of these numbers, one a field, in order.
            #[allow(unused_assignments, reason = "the last field needs no next place")]
            pub(crate) fn from_values(values: &[i64]) -> Self {
                let mut fields = Self::FIELDS.iter().zip(values);
                let mut next = || fields.next().map_or(0, |(_, value)| *value);
                Self { $($name: <$ty as $crate::Knob>::from_raw(next()),)* }
            }
        }
    };
}

/// Declares an enum whose values are named in links.
#[macro_export]
#[doc(hidden)]
macro_rules! choices {
    ($(#[$meta:meta])* $vis:vis enum $Name:ident { $($(#[$doc:meta])* $Value:ident = $slug:literal,)* }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        $vis enum $Name { $($(#[$doc])* $Value,)* }

        impl $crate::Choice for $Name {
            const SLUGS: &'static [&'static str] = &[$($slug),*];
            const ALL: &'static [Self] = &[$(Self::$Value),*];
        }
    };
}

/// A field's name as its key: names are single words, so that key and field are spelled alike.
pub(crate) const fn one_word(name: &'static str) -> &'static str {
    let bytes = name.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        assert!(bytes[at] != b'_', "a knob's name is one word");
        at += 1;
    }
    name
}
