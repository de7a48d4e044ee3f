//! The themes: items are told apart, words and lines are seen, whoever looks.
#![allow(
    clippy::disallowed_methods,
    reason = "colour science in a test; nothing of it is in a run"
)]

use stage::{Palette, Role};

const THEMES: [(&str, Palette); 2] = [("light", Palette::LIGHT), ("dark", Palette::DARK)];

#[test]
fn item_hues_are_told_apart_under_every_sight() {
    for (theme, palette) in THEMES {
        for (sight, matrix) in SIGHTS {
            for one in 0..6 {
                for other in 0..one {
                    let seen = |hue| lab_of(seen_by(&matrix, linear(palette.rgb(Role::Item(hue)))));
                    let apart = delta_e_2000(seen(one), seen(other));
                    assert!(
                        apart >= 10.0,
                        "{theme}, {sight}: {one} and {other} are {apart:.1} apart"
                    );
                }
            }
        }
    }
}

#[test]
fn words_have_contrast() {
    let grounds = [Role::Panel, Role::Paper, Role::Sunk];
    for (theme, palette) in THEMES {
        for ground in grounds {
            for words in [Role::Ink, Role::Ink2, Role::Bad, Role::Good, Role::Accent] {
                let seen = contrast(&palette, words, ground);
                assert!(seen >= 4.5, "{theme}: {words:?} on {ground:?} has {seen:.2}");
            }
        }
        for hue in 0..6 {
            let seen = contrast(&palette, Role::OnItem(hue), Role::Item(hue));
            assert!(seen >= 4.5, "{theme}: a number on item {hue} has {seen:.2}");
        }
        for (words, ground) in
            [(Role::Panel, Role::Ink), (Role::Panel, Role::Ink2), (Role::Ink, Role::WaitWeak)]
        {
            let seen = contrast(&palette, words, ground);
            assert!(seen >= 4.5, "{theme}: {words:?} on {ground:?} has {seen:.2}");
        }
    }
}

#[test]
fn words_on_what_is_counted_or_has_changed_have_contrast() {
    for (theme, palette) in THEMES {
        let seen = contrast(&palette, Role::Ink, Role::AccentWeak);
        assert!(seen >= 4.5, "{theme}: words on a flash have {seen:.2}");
        let seen = contrast(&palette, Role::Ink2, Role::AccentWeak);
        assert!(seen >= 4.5, "{theme}: lesser words on a flash have {seen:.2}");
        // What is counted: half accent, half panel.
        let (accent, panel) = (palette.rgb(Role::Accent), palette.rgb(Role::Panel));
        let token = [0, 1, 2].map(|part| {
            (f64::from(accent[part]) * 0.5 + f64::from(panel[part]) * 0.5).round() as u8
        });
        let seen = apart(palette.rgb(Role::Ink), token);
        assert!(seen >= 4.5, "{theme}: a number on tokens has {seen:.2}");
        let seen = apart(token, palette.rgb(Role::Sunk));
        assert!(seen >= 1.8, "{theme}: tokens on their places have {seen:.2}, and an edge");
        for line in [Role::Accent, Role::Good, Role::Bad, Role::Wait, Role::Pipe] {
            let seen = contrast(&palette, line, Role::Sunk);
            assert!(seen >= 3.0, "{theme}: {line:?} on a place has {seen:.2}");
        }
    }
}

#[test]
fn meaningful_lines_are_seen() {
    for (theme, palette) in THEMES {
        let lines = [Role::Pipe, Role::Wait, Role::Bad, Role::Ink, Role::Ink2, Role::Accent];
        for line in lines.into_iter().chain((0..6).map(Role::Item)) {
            let seen = contrast(&palette, line, Role::Panel);
            assert!(seen >= 3.0, "{theme}: {line:?} has {seen:.2}");
        }
    }
}

fn contrast(palette: &Palette, one: Role, other: Role) -> f64 {
    apart(palette.rgb(one), palette.rgb(other))
}

fn apart(one: [u8; 3], other: [u8; 3]) -> f64 {
    let light = |rgb| {
        let [r, g, b] = linear(rgb);
        0.2126 * r + 0.7152 * g + 0.0722 * b + 0.05
    };
    let (one, other) = (light(one), light(other));
    one.max(other) / one.min(other)
}

/// Normal sight, and the dichromats of Machado, Oliveira and Fernandes (2009), over linear RGB.
const SIGHTS: [(&str, [[f64; 3]; 3]); 4] = [
    ("normal", [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]]),
    (
        "protan",
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ],
    ),
    (
        "deutan",
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ],
    ),
    (
        "tritan",
        [
            [1.255528, -0.076749, -0.178779],
            [-0.078411, 0.930809, 0.147602],
            [0.004733, 0.691367, 0.303900],
        ],
    ),
];

fn linear(rgb: [u8; 3]) -> [f64; 3] {
    rgb.map(|part| {
        let part = f64::from(part) / 255.0;
        if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
    })
}

fn seen_by(matrix: &[[f64; 3]; 3], rgb: [f64; 3]) -> [f64; 3] {
    matrix.map(|row| {
        let sum: f64 = row.iter().zip(rgb).map(|(one, other)| one * other).sum();
        sum.clamp(0.0, 1.0)
    })
}

/// CIELAB under D65.
fn lab_of([r, g, b]: [f64; 3]) -> [f64; 3] {
    let x = (0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.95047;
    let y = 0.2126 * r + 0.7152 * g + 0.0722 * b;
    let z = (0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.08883;
    let f = |t: f64| if t > 0.008856 { t.cbrt() } else { 7.787 * t + 16.0 / 116.0 };
    [116.0 * f(y) - 16.0, 500.0 * (f(x) - f(y)), 200.0 * (f(y) - f(z))]
}

/// Sharma, Wu and Dalal (2005).
fn delta_e_2000([l1, a1, b1]: [f64; 3], [l2, a2, b2]: [f64; 3]) -> f64 {
    let chroma = |a: f64, b: f64| a.hypot(b);
    let mean_c = (chroma(a1, b1) + chroma(a2, b2)) / 2.0;
    let g = 0.5 * (1.0 - (mean_c.powi(7) / (mean_c.powi(7) + 25_f64.powi(7))).sqrt());
    let (a1, a2) = (a1 * (1.0 + g), a2 * (1.0 + g));
    let (c1, c2) = (chroma(a1, b1), chroma(a2, b2));
    let angle = |a: f64, b: f64| b.atan2(a).to_degrees().rem_euclid(360.0);
    let (h1, h2) = (angle(a1, b1), angle(a2, b2));
    let turn = if c1 * c2 == 0.0 {
        0.0
    } else if (h2 - h1).abs() <= 180.0 {
        h2 - h1
    } else {
        h2 - h1 - 360.0 * (h2 - h1).signum()
    };
    let dh = 2.0 * (c1 * c2).sqrt() * (turn / 2.0).to_radians().sin();
    let mean_l = (l1 + l2) / 2.0;
    let mean_c = (c1 + c2) / 2.0;
    let mean_h = if c1 * c2 == 0.0 {
        h1 + h2
    } else if (h1 - h2).abs() <= 180.0 {
        (h1 + h2) / 2.0
    } else if h1 + h2 < 360.0 {
        (h1 + h2 + 360.0) / 2.0
    } else {
        (h1 + h2 - 360.0) / 2.0
    };
    let cos = |degrees: f64| degrees.to_radians().cos();
    let t =
        1.0 - 0.17 * cos(mean_h - 30.0) + 0.24 * cos(2.0 * mean_h) + 0.32 * cos(3.0 * mean_h + 6.0)
            - 0.20 * cos(4.0 * mean_h - 63.0);
    let s_l = 1.0 + 0.015 * (mean_l - 50.0).powi(2) / (20.0 + (mean_l - 50.0).powi(2)).sqrt();
    let (s_c, s_h) = (1.0 + 0.045 * mean_c, 1.0 + 0.015 * mean_c * t);
    let r_c = 2.0 * (mean_c.powi(7) / (mean_c.powi(7) + 25_f64.powi(7))).sqrt();
    let dark = 30.0 * (-((mean_h - 275.0) / 25.0).powi(2)).exp();
    let r_t = -(2.0 * dark).to_radians().sin() * r_c;
    let (l, c, h) = ((l2 - l1) / s_l, (c2 - c1) / s_c, dh / s_h);
    (l * l + c * c + h * h + r_t * c * h).sqrt()
}
