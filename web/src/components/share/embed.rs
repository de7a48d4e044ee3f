//! The embed builder: what a frame shows and allows, its preview, and the code of it.

use lab::Micros;
use scenarios::{Language, Link, Panel, SPEEDS, Theme, Words, words};
use yew::prelude::*;

use super::against::against;
use super::copy::copy_field;
use super::draft::{ALL, Draft, FULL, HEIGHTS, RESET, Use, VARIANT, WIDTHS, names};
use super::form::{Form, Number};
use super::preview::Preview;
use crate::components::transport::speed;
use crate::ui::{Ui, use_ui};
use crate::words::{ShareText, fill};
use crate::{clock, dom};

/// The latest instant that a link can name, in milliseconds.
const LATEST_MS: u32 = 600_000;

#[derive(Properties, PartialEq)]
pub(super) struct Props {
    /// What is being built.
    pub(super) draft: UseStateHandle<Draft>,
    /// The instant on screen.
    pub(super) at: Micros,
}

/// The builder.
#[component]
pub(super) fn Embed(props: &Props) -> Html {
    let ui = use_ui();
    let text = ShareText::of(ui.language);
    let draft = &*props.draft;
    let form = Form(props.draft.clone());
    let said = use_state(|| None::<&'static str>);
    let measured = use_state(|| None::<u32>);
    let field = use_node_ref();
    let language = draft.link.view.language.unwrap_or(ui.language);
    let name = words(draft.link.setup.scenario.slug, language).title;
    let page = dom::base();
    let code = draft.code(&page, name, *measured);
    let oncopy = {
        let (said, field, code) = (said.clone(), field.clone(), code.clone());
        Callback::from(move |_: MouseEvent| {
            let said = said.clone();
            copy_field(&code, &field, move |done| {
                said.set(Some(if done { text.copied } else { text.select }));
            });
        })
    };
    // Words of another code are no longer true.
    use_effect_with(code.clone(), {
        let said = said.setter();
        move |_| said.set(None)
    });
    // What the frame would say of it.
    let (_, notices) = Link::parse(&draft.link.to_string());
    let fits = draft.flows() && draft.fits;
    let height = if fits { measured.unwrap_or(draft.height()) } else { draft.height() };
    let onheight = {
        let measured = measured.setter();
        Callback::from(move |height| measured.set(Some(height)))
    };
    html! {
        <div class="embed-section">
            <div class="builder">
                { kind(&form, text) }
                { shown(&ui, &form, text) }
                { size(&form, text) }
                { playback(&ui, &form, text, props.at) }
                { looks(&ui, &form, text) }
                { limits(&ui, &form, text) }
            </div>
            <div class="result">
                <label class="field">{ text.code }
                    <textarea ref={field} rows="5" readonly=true spellcheck="false" value={code} /></label>
                <button class="primary" onclick={oncopy}>{ text.copy }</button>
                <p role="status">{ (*said).unwrap_or_default() }</p>
                <div>for (place, notice) in notices.iter().enumerate() { <p key={place}>{ notice.say(ui.language) }</p> }</div>
                if page.starts_with("file:") { <p>{ text.local }</p> }
                if !draft.link.origin.travels() { <p>{ ui.text.own_long }</p> }
                <h3>{ text.preview }</h3>
                <Preview address={format!("{page}#{}", draft.link)} name={text.preview} width={draft.width()} {height} {onheight} />
            </div>
        </div>
    }
}

#[inline(never)]
fn group(name: &'static str, inside: Html) -> Html {
    html! { <fieldset><legend>{ name }</legend>{ inside }</fieldset> }
}

#[inline(never)]
fn kind(form: &Form, text: &'static ShareText) -> Html {
    let place = usize::from(form.0.element);
    group(
        text.kind,
        html! {
            <>
                { form.seg("embed-kind", text.kind, &text.kinds, place, |draft, place| draft.element = place == 1) }
                <p class="muted">{ text.kind_hints[place] }</p>
            </>
        },
    )
}

#[inline(never)]
fn shown(ui: &Ui, form: &Form, text: &'static ShareText) -> Html {
    let frame = &form.0.link.view.frame;
    let chooses = frame.panels.is_some();
    group(
        text.shown,
        html! {
            <>
                { form.seg("embed-shown", text.shown, &text.shown_kinds, usize::from(chooses), |draft, place| draft.choose_panels(place == 1)) }
                if chooses {
                    <div class="checks">
                        for (panel, name) in Panel::ALL.into_iter().zip(text.panels) {
                            <div key={name}>{ form.check(name, frame.shows(panel), move |draft, on| draft.set_panel(panel, on)) }</div>
                        }
                    </div>
                } else { <p class="muted">{ text.shown_hint }</p> }
                { against(ui, form, text) }
            </>
        },
    )
}

#[inline(never)]
fn size(form: &Form, text: &'static ShareText) -> Html {
    let draft = &form.0;
    let fits = draft.flows() && draft.fits;
    let width = Number { label: text.width, value: draft.width, range: WIDTHS };
    let height = Number { label: text.height, value: draft.height, range: HEIGHTS };
    group(
        text.size,
        html! {
            <>
                <div class="row">
                    if !draft.element { { form.number(&width, |draft, width| draft.width = width) } }
                    if !fits { { form.number(&height, |draft, height| draft.height = height) } }
                </div>
                if draft.flows() { { form.check(text.fits, draft.fits, |draft, on| draft.fits = on) } }
            </>
        },
    )
}

#[inline(never)]
fn playback(ui: &Ui, form: &Form, text: &'static ShareText, at: Micros) -> Html {
    let frame = &form.0.link.view.frame;
    let speeds: Vec<String> = SPEEDS.into_iter().map(speed).collect();
    let speeds: Vec<&str> = speeds.iter().map(String::as_str).collect();
    let span = |label, value| Number { label, value, range: (0, LATEST_MS) };
    group(
        text.playback,
        html! {
            <>
                { form.check(text.autoplay, frame.autoplay, |draft, on| draft.link.view.frame.autoplay = on) }
                { form.check(text.repeats, frame.repeats, |draft, on| draft.link.view.frame.repeats = on) }
                if let Some(here) = form.0.at_instant() { { form.check(&fill(text.here, &[&clock::seconds(at)]), here, Draft::set_at_instant) } }
                <div class="row">
                    { form.select(ui.text.speed, &speeds, form.0.link.view.speed, |draft, place| draft.link.view.speed = place) }
                    { form.number(&span(text.start, frame.start), Draft::set_start) }
                    { form.number(&span(text.stop, frame.stop), |draft, at| draft.link.view.frame.stop = at) }
                </div>
            </>
        },
    )
}

#[inline(never)]
fn looks(ui: &Ui, form: &Form, text: &'static ShareText) -> Html {
    let view = &form.0.link.view;
    let languages = [text.own, Language::En.name(), Language::Vi.name()];
    let language = view.language.map_or(0, |language| language as usize + 1);
    let [_, light, dark] = ui.text.themes;
    let theme = match view.theme {
        None => 0,
        Some(Theme::Light) => 1,
        Some(Theme::Dark) => 2,
    };
    group(
        text.looks,
        html! {
            <>
                { form.text(text.goal, text.goal_hint, &form.0.goal, Draft::set_goal) }
                <div>for (place, notice) in form.0.refused.iter().enumerate() { <p key={place}>{ notice.say(ui.language) }</p> }</div>
                { form.check(text.with_title, view.frame.title, |draft, on| draft.link.view.frame.title = on) }
                <div class="row">
                    { form.select(text.language, &languages, language, |draft, place| {
                        draft.link.view.language = place.checked_sub(1).and_then(|place| Language::ALL.get(place).copied());
                    }) }
                    { form.select(ui.text.theme, &[text.own, light, dark], theme, |draft, place| {
                        draft.link.view.theme = [None, Some(Theme::Light), Some(Theme::Dark)][place.min(2)];
                    }) }
                </div>
            </>
        },
    )
}

#[inline(never)]
fn limits(ui: &Ui, form: &Form, text: &'static ShareText) -> Html {
    let scenario = form.0.link.setup.scenario;
    let said = words(scenario.slug, ui.language);
    let label = |name: &'static str| {
        let term = Words::term(said.knobs, name).or(Words::term(said.actions, name));
        term.map_or(name, |term| term.label)
    };
    let mut rows = vec![(ALL, text.everything)];
    if scenario.variants.len() > 1 {
        rows.push((VARIANT, ui.text.variant));
    }
    rows.extend(names(scenario).into_iter().map(|name| (name, label(name))));
    let row = |(name, label): (&'static str, &'static str), uses: &'static [Use]| {
        let how = form.0.use_of(name);
        let place = uses.iter().position(|one| *one == how).unwrap_or(0);
        let said: Vec<&str> = uses.iter().map(|one| text.uses[*one as usize]).collect();
        let set = move |draft: &mut Draft, place: usize| {
            draft.set_use(name, uses[place.min(uses.len() - 1)])
        };
        html! { <div key={name}>{ form.select(label, &said, place, set) }</div> }
    };
    html! {
        <details>
            <summary>{ text.limits }</summary>
            <p class="muted">{ text.limits_hint }</p>
            <div class="limits">
                for one in rows { { row(one, &Use::ALL) } }
                for one in [(RESET, ui.text.reset), (FULL, ui.text.open_full)] { { row(one, &[Use::Usable, Use::Hidden]) } }
            </div>
        </details>
    }
}
