//! What the page around this one is told without having asked.

use std::rc::Rc;

use scenarios::port::PROTOCOL;
use wasm_bindgen::JsValue;

use super::height::wanted_height;
use super::told::{challenge, notices, object, outcome};
use super::{Port, Said};
use crate::film::Film;
use crate::model::Model;

impl Port {
    /// Tells what the other end does not know yet.
    pub(super) fn tell(&self, model: &Model, film: &Rc<Film>) {
        let before = std::mem::take(&mut self.state.borrow_mut().said);
        let link = model.link.to_string();
        let playing = model.moment.playing;
        let repeats = model.link.view.frame.repeats;
        if !before.ready {
            let slug = model.link.setup.scenario.slug;
            self.event("ready", &[("protocol", PROTOCOL.into()), ("pattern", slug.into())]);
        }
        let notices = notices(model);
        if !notices.is_empty() && notices != before.notices {
            self.event("error", &[("why", notices.as_str().into())]);
        }
        if before.film.as_ref() != Some(film) && !film.is_live() {
            for claim in film.claims() {
                let ms =
                    claim.broken_at_us.map_or(JsValue::NULL, |us| (us as f64 / 1_000.0).into());
                let (slug, holds) = (claim.claim.as_str().into(), claim.holds.into());
                self.event("claim", &[("claim", slug), ("holds", holds), ("ms", ms)]);
            }
        }
        // The cursor has yet to come to where the link wants it.
        let arrives = model.wanted.is_some();
        let mut told = before.told;
        if before.ready && !arrives && before.link.as_ref() != Some(&link) {
            // The address follows a moment later: link and instant are told of the same one.
            let now = Some(self.link(model).to_string());
            if now != told {
                let ms = (self.player.moment().at as f64 / 1_000.0).into();
                let user = (!self.by_host.get()).into();
                let link = now.as_deref().unwrap_or_default().into();
                self.event("change", &[("link", link), ("ms", ms), ("userInitiated", user)]);
                told = now;
            }
        }
        if before.playing && !playing && self.player.is_at_end() && !repeats {
            let outcome = film.with(|trace, _| outcome(&trace.outcome));
            self.event("finish", &[("outcome", outcome.into())]);
        }
        let done = model.challenges.told;
        let news = done.saturating_sub(before.done).min(model.challenges.news.len());
        for news in model.challenges.news.iter().rev().take(news).rev() {
            self.event("challenge", &challenge(news));
        }
        let Said { height, .. } = before;
        // What is live has claims yet to come.
        let film = Some(Rc::clone(film)).filter(|film| !film.is_live());
        let link = if arrives && before.ready { before.link } else { Some(link) };
        let said = Said { ready: true, link, told, film, playing, height, done, notices };
        self.state.borrow_mut().said = said;
        if !before.ready {
            self.size(wanted_height());
        }
    }

    /// How high the page would like its frame to be.
    pub(super) fn size(&self, height: i32) {
        {
            let mut state = self.state.borrow_mut();
            if state.line.is_none() || !state.said.ready || state.said.height == height {
                return;
            }
            state.said.height = height;
        }
        self.event("size", &[("height", height.into())]);
    }

    fn event(&self, name: &str, more: &[(&str, JsValue)]) {
        let values: Vec<_> =
            [("event", name.into())].into_iter().chain(more.iter().cloned()).collect();
        self.post(&object(&values));
    }
}
