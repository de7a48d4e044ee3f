//! The two themes: which colour each role is. The stylesheet of the page has the same values.

use crate::scene::Role;

/// The colours of a theme.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Palette {
    paper: &'static str,
    panel: &'static str,
    sunk: &'static str,
    ink: &'static str,
    ink_2: &'static str,
    line: &'static str,
    pipe: &'static str,
    accent: &'static str,
    accent_weak: &'static str,
    good: &'static str,
    bad: &'static str,
    wait: &'static str,
    wait_weak: &'static str,
    on_items: [&'static str; 6],
    items: [&'static str; 6],
}

impl Palette {
    /// Dark on light.
    pub const LIGHT: Palette = Palette {
        paper: "#fbfaf7",
        panel: "#ffffff",
        sunk: "#f3f1ec",
        ink: "#1d1b18",
        ink_2: "#5e5a52",
        line: "#e2ded4",
        pipe: "#918b7d",
        accent: "#3b5bdb",
        accent_weak: "#e7ecff",
        good: "#197a4a",
        bad: "#c92a2a",
        wait: "#a96e17",
        wait_weak: "#f6e3bd",
        on_items: ["#ffffff", "#1d1b18", "#ffffff", "#ffffff", "#1d1b18", "#1d1b18"],
        items: ["#001a86", "#119c91", "#93404e", "#004e01", "#9e902b", "#b06bef"],
    };

    /// Light on dark.
    pub const DARK: Palette = Palette {
        paper: "#131416",
        panel: "#1b1d20",
        sunk: "#16181a",
        ink: "#ecebe7",
        ink_2: "#aeaba3",
        line: "#2f3236",
        pipe: "#6c7178",
        accent: "#91a7ff",
        accent_weak: "#252c48",
        good: "#51cf8a",
        bad: "#ff8787",
        wait: "#f2b24c",
        wait_weak: "#4a3a1a",
        on_items: ["#131416"; 6],
        items: ["#7c70fa", "#2ffbb6", "#bc825b", "#ec3c87", "#3db9d5", "#e3db28"],
    };

    /// The colour of a role, as `#rrggbb`.
    pub const fn color(&self, role: Role) -> &'static str {
        match role {
            Role::Paper => self.paper,
            Role::Panel => self.panel,
            Role::Sunk => self.sunk,
            Role::Ink => self.ink,
            Role::Ink2 => self.ink_2,
            Role::Line => self.line,
            Role::Pipe => self.pipe,
            Role::Accent => self.accent,
            Role::AccentWeak => self.accent_weak,
            Role::Good => self.good,
            Role::Bad => self.bad,
            Role::Wait => self.wait,
            Role::WaitWeak => self.wait_weak,
            Role::OnItem(hue) => self.on_items[hue as usize % 6],
            Role::Item(hue) => self.items[hue as usize % 6],
        }
    }

    /// The colour of a role in parts of red, green and blue, 0 to 255.
    pub fn rgb(&self, role: Role) -> [u8; 3] {
        let digits = self.color(role).as_bytes();
        let digit = |at: usize| match digits[at] {
            digit @ b'0'..=b'9' => digit - b'0',
            letter => letter - b'a' + 10,
        };
        [1, 3, 5].map(|at| digit(at) * 16 + digit(at + 1))
    }
}
