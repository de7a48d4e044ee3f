//! One knob, drawn entirely from its field.

use scenarios::{Field, Kind, Words};
use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::icons;
use super::seg::{Seg, seg};
use crate::ui::Ui;

pub(crate) struct Props {
    /// The knob.
    pub(crate) field: &'static Field,
    /// The scenario's words.
    pub(crate) said: &'static Words,
    /// Its value.
    pub(crate) value: i64,
    /// What the link said that could not be used.
    pub(crate) notice: Option<AttrValue>,
    /// Why turning it changes nothing now.
    pub(crate) idle: Option<AttrValue>,
    /// Only the virtual host has it.
    pub(crate) greyed: bool,
    /// The frame shows it only.
    pub(crate) locked: bool,
    /// Its value in the run compared with, if that differs.
    pub(crate) other: Option<i64>,
    /// It was turned.
    pub(crate) onturn: Callback<i64>,
}

/// One knob.
#[inline(never)]
pub(crate) fn knob(ui: &Ui, props: &Props) -> Html {
    let Props { field, said, value, greyed, locked, onturn, .. } = props;
    let disabled = *greyed || *locked;
    let term = Words::term(said.knobs, field.name);
    let (label, help) = term.map_or((field.name, field.help), |term| (term.label, term.more));
    let why_idle = format!("idle-{}", field.name);
    let is_idle = props.idle.is_some();
    let rest = html! {
        <>
            if let Some(other) = props.other {
                <span class="aside-note"><b class="ab">{ "A " }</b>{ shown(field, said, *value) }<b class="ab">{ "B " }</b>{ shown(field, said, other) }</span>
            }
            if let Some(idle) = &props.idle { <span class="aside-note" id={why_idle.clone()}>{ idle.clone() }</span> }
            if *locked { <span class="locked" title={ui.text.locked}>{ icons::lock() }<span class="hidden-words">{ ui.text.locked }</span></span> }
            if *greyed { <span class="aside-note">{ ui.text.greyed }</span> }
            if let Some(notice) = &props.notice { <span class="knob-notice" role="status">{ notice.clone() }</span> }
        </>
    };
    if let Kind::Choice(slugs) = field.kind {
        let choices: Vec<_> = (0..slugs.len() as i64)
            .map(|value| AttrValue::from(shown(field, said, value)))
            .collect();
        let wide = choices.iter().map(|choice| choice.chars().count()).sum::<usize>() > 21;
        return html! {
            <div key={field.name} class={classes!("knob", wide.then_some("wide"), is_idle.then_some("idle"))} title={help} data-knob={field.name}>
                <span>{ label }</span>
                { seg(&Seg { id: field.name, name: label, choices, chosen: *value as usize, disabled }, &onturn.reform(|place| place as i64)) }
                { rest }
            </div>
        };
    }
    let oninput = onturn.reform(|event: InputEvent| {
        event.target().map_or(0, |target| {
            value_at(field, target.unchecked_into::<HtmlInputElement>().value_as_number() as i64)
        })
    });
    let id = format!("knob-{}", field.name);
    let simulated = field.name == "threads";
    let described = [simulated.then_some("simulated"), is_idle.then_some(&why_idle)];
    let described: Vec<_> = described.into_iter().flatten().collect();
    let described = (!described.is_empty()).then(|| described.join(" "));
    let Rail { min, max, step, at } = Rail::of(field, *value);
    html! {
        <div key={field.name} class={classes!("knob", is_idle.then_some("idle"))} title={help} data-knob={field.name}>
            <span><label for={id.clone()}>{ label }</label>if simulated { <small id="simulated">{ " " }{ ui.text.simulated }</small> }</span>
            <output for={id.clone()}>{ shown(field, said, *value) }</output>
            <input {id} type="range" min={min.to_string()} max={max.to_string()} step={step.to_string()}
                value={at.to_string()} {disabled} aria-valuetext={shown(field, said, *value)} aria-describedby={described} {oninput} />
            { rest }
        </div>
    }
}

/// A value as the reader sees it.
pub(super) fn shown(field: &Field, said: &'static Words, value: i64) -> String {
    let raw = field.format(value);
    match field.kind {
        Kind::Count => raw,
        Kind::Millis => format!("{raw} ms"),
        Kind::Choice(_) => {
            let key = format!("{}.{raw}", field.name);
            Words::term(said.knobs, &key).map_or(raw, |term| term.label.to_owned())
        }
    }
}

/// What the browser's slider counts.
struct Rail {
    min: i64,
    max: i64,
    step: i64,
    at: i64,
}

impl Rail {
    fn of(field: &Field, value: i64) -> Self {
        if !is_long(field) {
            return Rail { min: field.min, max: field.max, step: step(field), at: value };
        }
        let stops: Vec<i64> = stops(field).collect();
        let at = stops.partition_point(|stop| *stop <= value).saturating_sub(1) as i64;
        Rail { min: 0, max: stops.len() as i64 - 1, step: 1, at }
    }
}

/// Whether so many are possible that one more matters only while there are few.
fn is_long(field: &Field) -> bool {
    field.kind == Kind::Count && field.max - field.min > 400
}

/// The values such a slider stops at: one by one at first, later in steps of about a tenth.
fn stops(field: &Field) -> impl Iterator<Item = i64> {
    let max = field.max;
    std::iter::successors(Some(field.min), move |stop| {
        let step = match stop {
            ..20 => 1,
            20..50 => 5,
            50..100 => 10,
            100..250 => 25,
            250..500 => 50,
            500..1_000 => 100,
            1_000..2_500 => 250,
            2_500..5_000 => 500,
            _ => 1_000,
        };
        (*stop < max).then(|| (stop / step * step + step).min(max))
    })
}

/// The value at a place of the slider.
fn value_at(field: &Field, at: i64) -> i64 {
    if is_long(field) { stops(field).nth(at as usize).unwrap_or(field.max) } else { at }
}

/// Long ranges go in steps that meet the default and both ends.
fn step(field: &Field) -> i64 {
    let wanted = if field.max - field.min > 400 { 10 } else { 1 };
    let fits = (field.default - field.min) % wanted == 0 && (field.max - field.min) % wanted == 0;
    if fits { wanted } else { 1 }
}
