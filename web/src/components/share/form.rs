//! The controls that a draft is built with: each shows what the draft has, and changes that.

use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::draft::Draft;
use crate::components::header::chosen;
use crate::components::seg::{Seg, seg};

/// A number of pixels or milliseconds.
pub(super) struct Number {
    pub(super) label: &'static str,
    /// `None` is an empty field.
    pub(super) value: Option<u32>,
    /// The least and the most.
    pub(super) range: (u32, u32),
}

/// Changes a draft.
#[derive(Clone)]
pub(super) struct Form(pub(super) UseStateHandle<Draft>);

impl Form {
    fn change<T: 'static>(&self, set: impl Fn(&mut Draft, T) + 'static) -> Callback<T> {
        let draft = self.0.clone();
        Callback::from(move |value| {
            let mut next = (*draft).clone();
            set(&mut next, value);
            draft.set(next);
        })
    }

    /// Yes or no.
    #[inline(never)]
    pub(super) fn check(
        &self,
        label: &str,
        on: bool,
        set: impl Fn(&mut Draft, bool) + 'static,
    ) -> Html {
        let onchange = self
            .change(set)
            .reform(|event: Event| input(&event).is_some_and(|input| input.checked()));
        html! { <label class="check"><input type="checkbox" checked={on} {onchange} /><span>{ label }</span></label> }
    }

    /// A number, which is kept as it is typed: nothing may take it out of the reader's hands before
    /// the field is left. Whatever is none empties it.
    #[inline(never)]
    pub(super) fn number(&self, number: &Number, set: fn(&mut Draft, Option<u32>)) -> Html {
        let Number { label, value, range: (min, max) } = *number;
        let typed = |event: &Event| input(event)?.value().trim().parse::<u32>().ok();
        let oninput = self.change(set).reform(move |event: InputEvent| typed(&event));
        let onchange = self
            .change(set)
            .reform(move |event: Event| typed(&event).map(|typed| typed.clamp(min, max)));
        let value = value.map_or(String::new(), |value| value.to_string());
        html! {
            <label class="number">{ label }<input type="number" inputmode="numeric" min={min.to_string()} max={max.to_string()} {value} {oninput} {onchange} /></label>
        }
    }

    /// A line of text, taken when its field is left.
    #[inline(never)]
    pub(super) fn text(
        &self,
        label: &str,
        hint: &str,
        value: &str,
        set: fn(&mut Draft, String),
    ) -> Html {
        let onchange = self
            .change(set)
            .reform(|event: Event| input(&event).map(|input| input.value()).unwrap_or_default());
        let (value, hint) = (value.to_owned(), hint.to_owned());
        html! {
            <label class="field">{ label }<input type="text" spellcheck="false" autocomplete="off" placeholder={hint.clone()} title={hint} {value} {onchange} /></label>
        }
    }

    /// One of a few, side by side.
    #[inline(never)]
    pub(super) fn seg(
        &self,
        id: &'static str,
        name: &str,
        choices: &[&'static str],
        chosen: usize,
        set: fn(&mut Draft, usize),
    ) -> Html {
        let choices = choices.iter().map(|choice| AttrValue::from(*choice)).collect();
        seg(&Seg { id, name, choices, chosen, disabled: false }, &self.change(set))
    }

    /// One of several, from a list.
    #[inline(never)]
    pub(super) fn select(
        &self,
        label: &str,
        choices: &[&str],
        place: usize,
        set: impl Fn(&mut Draft, usize) + 'static,
    ) -> Html {
        let onchange = self.change(set).reform(|event: Event| chosen(&event));
        html! {
            <label class="select"><span>{ label }</span>
                <select {onchange}>
                    for (at, choice) in choices.iter().enumerate() {
                        <option key={at} selected={at == place}>{ *choice }</option>
                    }
                </select>
            </label>
        }
    }
}

#[inline(never)]
fn input(event: &Event) -> Option<HtmlInputElement> {
    event.target()?.dyn_into().ok()
}
