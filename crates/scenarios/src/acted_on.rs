//! What actions act on: tasks, by the names that scripts have for them.

use lab::{Task, Trace};

use crate::scenario::{Action, Argument, Scenario};
use crate::setup::Setup;

/// A task's name as scripts have it: `worker-2` for `worker 2`.
pub fn in_scripts(task: &Task) -> String {
    task.name.replace(' ', "-")
}

impl Argument {
    /// Whether it can be told so: by one of its stems, or by a stem and a number.
    pub fn can_name(&'static self, argument: &str) -> bool {
        self.stems().iter().any(|stem| is_task(argument, stem))
    }

    /// The tasks of a run that it can name, as scripts have them.
    pub fn tasks(&'static self, trace: &Trace) -> Vec<String> {
        trace.tasks.iter().map(in_scripts).filter(|name| self.can_name(name)).collect()
    }
}

impl Scenario {
    /// Every action as a script has it, done to a task that a run at the defaults has: `cancel`,
    /// `stall:worker-1`.
    pub fn examples(&'static self) -> Vec<String> {
        let on_tasks = self.actions.iter().any(|action| !action.argument.stems().is_empty());
        let names: Vec<String> = match on_tasks {
            true => Setup::new(self).begin().finish().tasks.iter().map(in_scripts).collect(),
            false => Vec::new(),
        };
        self.actions.iter().map(|action| action.example(&names)).collect()
    }
}

impl Action {
    fn example(&'static self, names: &[String]) -> String {
        let stem = self.argument.stems().first();
        let name = stem.and_then(|stem| names.iter().find(|name| is_task(name, stem)));
        name.map_or_else(|| self.slug.to_owned(), |name| format!("{}:{name}", self.slug))
    }
}

/// Whether `argument` names a task of this stem: the stem itself, or the stem and a number.
fn is_task(argument: &str, stem: &str) -> bool {
    let Some(rest) = argument.strip_prefix(stem) else { return false };
    let number = rest.strip_prefix('-').and_then(|number| number.parse::<u16>().ok());
    rest.is_empty() || number.is_some_and(|number| rest[1..] == number.to_string())
}
