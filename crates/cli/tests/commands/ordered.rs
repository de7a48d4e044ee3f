//! JSON with its keys in the order in which they are written.

use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, SeqAccess, Visitor};

/// A value of which only the keys matter.
#[derive(Debug)]
pub(crate) enum Ordered {
    Object(Vec<(String, Ordered)>),
    Array(Vec<Ordered>),
    Plain,
}

impl Ordered {
    pub(crate) fn of(text: &str) -> Self {
        serde_json::from_str(text).expect("JSON")
    }

    pub(crate) fn keys(&self) -> Vec<&str> {
        let Ordered::Object(pairs) = self else { panic!("no object: {self:?}") };
        pairs.iter().map(|(key, _)| key.as_str()).collect()
    }

    pub(crate) fn at(&self, key: &str) -> &Ordered {
        let Ordered::Object(pairs) = self else { panic!("no object: {self:?}") };
        let found = pairs.iter().find(|(known, _)| known == key);
        found.map(|(_, value)| value).expect("the key is there")
    }

    pub(crate) fn items(&self) -> &[Ordered] {
        let Ordered::Array(items) = self else { panic!("no array: {self:?}") };
        items
    }
}

impl<'de> Deserialize<'de> for Ordered {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(Reading)
    }
}

struct Reading;

impl<'de> Visitor<'de> for Reading {
    type Value = Ordered;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Ordered, A::Error> {
        let mut pairs = Vec::new();
        while let Some(pair) = map.next_entry()? {
            pairs.push(pair);
        }
        Ok(Ordered::Object(pairs))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Ordered, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = seq.next_element()? {
            items.push(item);
        }
        Ok(Ordered::Array(items))
    }

    fn visit_unit<E>(self) -> Result<Ordered, E> {
        Ok(Ordered::Plain)
    }

    fn visit_bool<E>(self, _: bool) -> Result<Ordered, E> {
        Ok(Ordered::Plain)
    }

    fn visit_i64<E>(self, _: i64) -> Result<Ordered, E> {
        Ok(Ordered::Plain)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Ordered, E> {
        Ok(Ordered::Plain)
    }

    fn visit_str<E>(self, _: &str) -> Result<Ordered, E> {
        Ok(Ordered::Plain)
    }
}
