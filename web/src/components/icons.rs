//! The few pictures that stand for words; every one has a word beside it for those who cannot see it.

use yew::prelude::*;

/// Two threads that cross.
#[inline(never)]
pub(super) fn brand() -> Html {
    html! {
        <svg width="22" height="22" viewBox="0 0 22 22" aria-hidden="true" fill="none" stroke-width="2.4" stroke-linecap="round">
            <path class="warp" d="M2 6h5c5 0 3 10 8 10h5" /><path class="weft" d="M2 16h5c5 0 3-10 8-10h5" />
        </svg>
    }
}

#[inline(never)]
pub(super) fn play() -> Html {
    solid("M3.5 1.6 12.4 7 3.5 12.4z")
}

#[inline(never)]
pub(super) fn pause() -> Html {
    solid("M3 1.8h3v10.4H3zM8 1.8h3v10.4H8z")
}

#[inline(never)]
pub(super) fn back() -> Html {
    solid("M9.2 1.6 4 7l5.2 5.4 1.2-1.1L6.3 7l4.1-4.3z")
}

#[inline(never)]
pub(super) fn forward() -> Html {
    solid("M4.8 1.6 10 7l-5.2 5.4-1.2-1.1L7.7 7 3.6 2.7z")
}

/// A closed lock.
#[inline(never)]
pub(super) fn lock() -> Html {
    solid("M3 6h1V4a3 3 0 0 1 6 0v2h1v7H3zM5.5 6h3V4a1.5 1.5 0 0 0-3 0z")
}

#[inline(never)]
fn solid(d: &'static str) -> Html {
    html! { <svg viewBox="0 0 14 14" width="14" height="14" aria-hidden="true"><path d={d} /></svg> }
}

/// A list.
#[inline(never)]
pub(super) fn menu() -> Html {
    html! {
        <svg viewBox="0 0 18 18" width="18" height="18" aria-hidden="true" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round"><path d="M3 4.5h12M3 9h12M3 13.5h12" /></svg>
    }
}

/// A looking glass.
#[inline(never)]
pub(super) fn glass() -> Html {
    html! {
        <svg class="glass" viewBox="0 0 18 18" width="18" height="18" aria-hidden="true" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round">
            <circle cx="7.5" cy="7.5" r="5" /><path d="m11.5 11.5 4.5 4.5" />
        </svg>
    }
}

/// Half in the light.
#[inline(never)]
pub(super) fn theme() -> Html {
    html! {
        <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
            <circle cx="8" cy="8" r="6.2" fill="none" stroke="currentColor" stroke-width="1.6" /><path d="M8 1.8a6.2 6.2 0 0 1 0 12.4z" fill="currentColor" />
        </svg>
    }
}
