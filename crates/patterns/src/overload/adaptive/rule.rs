//! What adaptive workers are told to keep to.

use std::time::Duration;

/// What adaptive workers are told to keep to.
///
/// ```
/// use patterns::adaptive::Rule;
/// use std::time::Duration;
///
/// let rule = Rule { cooldown: Duration::from_secs(5), ..Rule::new(Duration::from_millis(200), 1, 8) };
/// assert_eq!((rule.window, rule.samples), (100, 10));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    /// What the 95th percentile should not exceed. Below half of it there are too many workers.
    pub target: Duration,
    /// The fewest workers; 0 counts as 1.
    pub min: usize,
    /// The most workers; less than `min` counts as `min`.
    pub max: usize,
    /// Over how many of the last latencies the percentile is taken; 0 counts as 1.
    pub window: usize,
    /// Without so many latencies since the last change nothing is decided; 0 counts as 1, and more
    /// than `window` as `window`.
    pub samples: usize,
    /// How long after a change the next one waits, at the least.
    pub cooldown: Duration,
}

impl Rule {
    /// The usual figures: the last 100 latencies, 10 at the least, and a cooldown of ten targets,
    /// time enough to see what a change has done.
    ///
    /// ```
    /// use patterns::adaptive::Rule;
    /// use std::time::Duration;
    ///
    /// let rule = Rule::new(Duration::from_millis(200), 1, 8);
    /// assert_eq!(rule.cooldown, Duration::from_secs(2));
    /// ```
    pub fn new(target: Duration, min: usize, max: usize) -> Self {
        let cooldown = target.saturating_mul(10);
        Self { target, min, max, window: 100, samples: 10, cooldown }
    }

    /// The same rule, with what makes no sense put right.
    pub(super) fn sound(mut self) -> Self {
        self.min = self.min.max(1);
        self.max = self.max.max(self.min);
        self.window = self.window.max(1);
        self.samples = self.samples.clamp(1, self.window);
        self
    }
}
