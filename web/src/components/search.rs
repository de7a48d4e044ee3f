//! Finds a pattern by its name, its sentence, or what someone who needs it complains of, in both
//! languages, with or without diacritics.

use scenarios::{Language, SCENARIOS, Scenario, View, words};
use web_sys::{Element, HtmlInputElement};
use yew::prelude::*;

use super::catalogue::href;
use super::lead::{arrive, lead};
use super::modal::Modal;
use crate::fold::{fit, fold};
use crate::model::Msg;
use crate::ui::use_ui;
use crate::{ahead, dom};

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    /// What links keep.
    pub(crate) view: View,
}

/// Something found, and why.
struct Found {
    scenario: &'static Scenario,
    because: &'static str,
}

/// The search.
#[component]
pub(crate) fn Search(props: &Props) -> Html {
    let ui = use_ui();
    let query = use_state(String::new);
    let chosen = use_state(|| 0_usize);
    let found = search(&query, ui.language);
    let place = (*chosen).min(found.len().saturating_sub(1));
    let oninput = {
        let (query, chosen) = (query.clone(), chosen.clone());
        Callback::from(move |event: InputEvent| {
            let input = event.target_dyn_into::<HtmlInputElement>();
            query.set(input.map(|input| input.value()).unwrap_or_default());
            chosen.set(0);
        })
    };
    let go = {
        let (view, language, send) = (props.view.clone(), ui.language, ui.send.clone());
        move |typed: &str, place: usize, field: &Element| {
            let found = search(typed, language);
            if let Some(found) = found.get(place) {
                let _ = dom::window().location().set_hash(&href(found.scenario.slug, &view));
                arrive(field);
                send.dispatch(Msg::Dialog(None));
            }
        }
    };
    let input = use_node_ref();
    use_effect_with(input.clone(), {
        let (query, go) = (query.clone(), go.clone());
        move |input| {
            let typed = ahead::take();
            let Some(input) = input.cast::<HtmlInputElement>().filter(|_| !typed.is_empty()) else {
                return;
            };
            if let Some(typed) = typed.strip_suffix(ahead::ENTER) {
                go(typed, 0, &input);
                return;
            }
            input.set_value(&typed);
            query.set(typed);
        }
    });
    let onkeydown = {
        let (chosen, count, send) = (chosen.clone(), found.len(), ui.send.clone());
        let query = query.clone();
        Callback::from(move |event: KeyboardEvent| {
            let field = event.target_dyn_into::<HtmlInputElement>();
            match event.key().as_str() {
                "ArrowDown" => chosen.set((place + 1).min(count.saturating_sub(1))),
                "ArrowUp" => chosen.set(place.saturating_sub(1)),
                "Escape" => send.dispatch(Msg::Dialog(None)),
                "Enter" => {
                    // What is shown may be a letter behind what was typed, and so may the field.
                    let Some(field) = field else { return };
                    let typed = field.value() + &ahead::take();
                    let typed = typed.trim_end_matches(ahead::ENTER);
                    go(typed, if typed == *query { place } else { 0 }, &field);
                }
                _ => return,
            }
            event.prevent_default();
        })
    };
    let onclick = ui.on(|event: MouseEvent| {
        lead(&event);
        Msg::Dialog(None)
    });
    html! {
        <Modal title={ui.text.find} class="search" bare={true}>
            <input ref={input} type="search" role="combobox" aria-label={ui.text.find} placeholder={ui.text.find} aria-expanded="true" aria-controls="found"
                aria-activedescendant={found.get(place).map(|found| format!("found-{}", found.scenario.slug))} autocomplete="off" {oninput} {onkeydown} />
            if found.is_empty() { <p class="none" role="status">{ ui.text.nothing_found }</p> }
            <ul id="found" role="listbox" aria-label={ui.text.patterns}>
                for (at, Found { scenario, because }) in found.into_iter().enumerate() {
                    <li key={scenario.slug} role="presentation">
                        <a id={format!("found-{}", scenario.slug)} role="option" tabindex="-1"
                            aria-selected={(at == place).to_string()} href={href(scenario.slug, &props.view)} onclick={onclick.clone()}>
                            { words(scenario.slug, ui.language).title }<small>{ because }</small>
                        </a>
                    </li>
                }
            </ul>
        </Modal>
    }
}

fn search(query: &str, language: Language) -> Vec<Found> {
    let query = fold(query);
    let mut found: Vec<(usize, Found)> = Vec::new();
    for scenario in SCENARIOS {
        let fits = |said| best(&query, scenario, said, language);
        let ranks = Language::ALL.into_iter().filter_map(fits).map(|(rank, _)| rank);
        let Some(rank) = ranks.min() else { continue };
        // Found by whatever language, it is explained in the one that is shown.
        let because = fits(language).and_then(|(_, because)| because);
        let because = because.unwrap_or(words(scenario.slug, language).sentence);
        let place = found.partition_point(|(before, _)| *before <= rank);
        found.insert(place, (rank, Found { scenario, because }));
    }
    found.into_iter().map(|(_, found)| found).collect()
}

/// How well a scenario fits in a language, and the symptom that does, if one does.
fn best(
    query: &str,
    scenario: &Scenario,
    said: Language,
    shown: Language,
) -> Option<(usize, Option<&'static str>)> {
    let said_words = words(scenario.slug, said);
    let own = usize::from(said != shown);
    let title = fit(query, said_words.title).map(|rank| (rank.min(99) * 2 + own, None));
    let symptoms = said_words.symptoms.iter().filter_map(|symptom| {
        fit(query, symptom.label).map(|rank| (1_000 + rank.min(99) * 2 + own, Some(symptom.label)))
    });
    let sentence = [said_words.sentence, said_words.when].into_iter();
    let sentence =
        sentence.filter_map(|text| fit(query, text).map(|rank| (2_000 + rank * 2 + own, None)));
    title.into_iter().chain(symptoms).chain(sentence).min_by_key(|(rank, _)| *rank)
}
