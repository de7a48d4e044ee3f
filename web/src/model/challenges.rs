//! Challenges: which one is under way, what has become of it, and which were done before.

use std::collections::VecDeque;
use std::rc::Rc;

use lab::Outcome;
use scenarios::{Asked, Challenge, Cursor as LinkCursor, Found, Goal, Link, Side, Task};
use stage::measured;

use super::Model;
use crate::dom;
use crate::film::Film;
use crate::progress::Progress;

/// The page around this one may be a moment late; it hears of so many at most.
const KEPT: usize = 8;

/// What there is to reach and to foresee, and how far the reader has come.
#[derive(Clone, Default, PartialEq)]
pub(crate) struct Challenges {
    /// The one that is open, by its place in the scenario's list.
    pub(crate) open: Option<usize>,
    /// The reader has been where it begins: what a run comes to before that is no merit.
    pub(crate) begun: bool,
    /// Its hint is shown.
    pub(crate) hint: bool,
    /// The question of it that is put to the reader.
    pub(crate) question: Option<Question>,
    /// What has become of the goal of the link, in the run on screen.
    pub(crate) links: Option<Standing>,
    /// The same of the goal that is open.
    pub(crate) own: Option<Standing>,
    /// Which ones were done, now or earlier.
    pub(crate) done: Rc<Progress>,
    /// What has just been done, and how many times something was.
    pub(crate) news: VecDeque<News>,
    pub(crate) told: usize,
}

/// What has become of a goal in a run.
#[derive(Clone, PartialEq)]
pub(crate) struct Standing {
    /// Part by part.
    pub(crate) found: Rc<[Found]>,
    /// What was changed that may not be.
    pub(crate) strayed: Rc<[&'static str]>,
    /// The run has come to all of it.
    pub(crate) met: bool,
}

/// A question that is put to the reader.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Question {
    /// It is asked of the settings that make another answer the right one.
    pub(crate) otherwise: bool,
    /// What is asked, once the run is there.
    pub(crate) asked: Option<Asked>,
    /// The place of the answer that was given.
    pub(crate) guess: Option<usize>,
    /// The run has come to where the answer shows.
    pub(crate) shown: bool,
}

/// Something that was done, for the page around this one.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct News {
    /// The slug of the challenge; `goal` is the one of the link.
    pub(crate) challenge: &'static str,
    /// It is done: the goal is reached, or the answer was right.
    pub(crate) met: bool,
    /// The slug of the answer given, and of the right one.
    pub(crate) answer: Option<[&'static str; 2]>,
}

/// What can happen to challenges.
pub(crate) enum Step {
    /// One opens, by its place, or closes.
    Open(Option<usize>),
    /// It begins: its settings are taken over.
    Begin,
    /// Its question is asked: of its own settings, or of the others.
    Ask(bool),
    /// An answer is given, by its place.
    Answer(usize),
    /// The run has come to where the answer shows.
    Shown,
    /// Help is wanted.
    Hint,
    /// All that was done is forgotten.
    Clear,
}

impl Model {
    /// The challenge that is open.
    pub(crate) fn challenge(&self) -> Option<&'static Challenge> {
        self.link.setup.scenario.challenges.get(self.challenges.open?)
    }

    /// Whether what is yet to come is hidden: the reader is asked what that will be.
    pub(crate) fn is_asking(&self) -> bool {
        self.challenges.question.is_some_and(|question| !question.shown)
    }

    pub(super) fn step(&mut self, step: Step) {
        match step {
            Step::Open(open) => {
                self.challenges.open = open;
                self.challenges.hint = false;
                self.challenges.question = None;
                self.challenges.own = None;
                self.challenges.begun = self.challenge().is_some_and(|of| of.begins.is_empty());
                self.judge();
            }
            Step::Begin => {
                self.begin(false);
                self.challenges.begun = true;
                self.opened += 1;
                self.wanted = Some(LinkCursor::Start);
                self.starts = !dom::still();
            }
            Step::Ask(otherwise) => {
                self.begin(otherwise);
                let question = Question { otherwise, asked: None, guess: None, shown: false };
                self.challenges.question = Some(question);
                self.ask();
            }
            Step::Answer(choice) => {
                if let Some(question) = &mut self.challenges.question {
                    question.guess = question.guess.or(Some(choice));
                }
            }
            Step::Shown => self.answered(),
            Step::Hint => self.challenges.hint = true,
            Step::Clear => self.challenges.done = Rc::default(),
        }
    }

    /// Takes the settings over that the open challenge begins with.
    fn begin(&mut self, otherwise: bool) {
        let Some(challenge) = self.challenge() else { return };
        let scenario = self.link.setup.scenario;
        let setup = match challenge.task {
            Task::Foresee { otherwise: more, .. } if otherwise => {
                challenge.setup_with(scenario, more)
            }
            _ => challenge.setup(scenario),
        };
        let mut view = self.link.view.clone();
        (view.real, view.compare) = (false, None);
        let same_host = view.real == self.link.view.real;
        self.link = Link { setup, view, ..Link::new(scenario) };
        self.films[1] = None;
        if !same_host {
            self.films[0] = None;
        }
        self.lesson = false;
        self.forget();
        self.judge();
    }

    /// Puts the question, if its run is there, and the cursor where it is asked.
    fn ask(&mut self) {
        let asked = match (self.challenge().map(|challenge| challenge.task), self.seen()) {
            (Some(Task::Foresee { ask, .. }), Some(film)) => film.with(|trace, _| ask(trace)),
            _ => None,
        };
        let Some(question) = &mut self.challenges.question else { return };
        if let (None, Some(asked)) = (question.asked, asked) {
            question.asked = Some(asked);
            self.opened += 1;
            self.starts = false;
            self.wanted = Some(asked.stop);
        }
    }

    /// The answer shows: was it foreseen?
    fn answered(&mut self) {
        let Some((challenge, Task::Foresee { choices, .. })) =
            self.challenge().map(|challenge| (challenge, challenge.task))
        else {
            return;
        };
        let Some(question) = self.challenges.question.as_mut().filter(|question| !question.shown)
        else {
            return;
        };
        let (Some(asked), Some(guess)) = (question.asked, question.guess) else { return };
        let Some(chosen) = choices.get(guess) else { return };
        question.shown = true;
        let met = *chosen == asked.answer;
        self.done(challenge.slug, met, Some([chosen, asked.answer]));
    }

    /// The run of the link, if it is there and was seen to its end.
    fn seen(&self) -> Option<Rc<Film>> {
        let film = self.film().filter(|film| film.setup == self.link.setup && !film.is_live());
        film.cloned()
    }

    /// A run has come: looks what has become of the goals in it, and asks what is to be asked.
    pub(super) fn judge(&mut self) {
        self.ask();
        let film = self.seen();
        let goal = self.link.view.goal.clone();
        // A question has brought its own settings: what they come to is no merit of the reader's.
        let own_doing = self.challenges.question.is_none();
        let links = goal.zip(film.as_ref()).map(|(goal, film)| {
            let standing = standing(&goal, None, film);
            Standing { met: standing.met && own_doing, ..standing }
        });
        let own = self.challenge().zip(film.as_ref()).and_then(|(challenge, film)| {
            let goal = challenge.goal(film.setup.scenario)?;
            Some(standing(&goal, Some(challenge), film))
        });
        // Whoever is not there yet has somewhere to go.
        let away = own.as_ref().is_some_and(|own| !own.met && own.strayed.is_empty());
        self.challenges.begun |= away;
        let begun = self.challenges.begun;
        let own = own.map(|own| Standing { met: own.met && begun, ..own });
        let met = |standing: &Option<Standing>| standing.as_ref().is_some_and(|of| of.met);
        let reached = met(&links) && !met(&self.challenges.links);
        let own_reached = met(&own) && !met(&self.challenges.own);
        if reached {
            self.done("goal", true, None);
        }
        if let Some(challenge) = self.challenge().filter(|_| own_reached) {
            self.done(challenge.slug, true, None);
        }
        if film.is_some() {
            (self.challenges.links, self.challenges.own) = (links, own);
        }
    }

    /// Another link was opened: of the challenges nothing is left but what was done.
    pub(super) fn leave_challenges(&mut self) {
        let Challenges { done, news, told, .. } = std::mem::take(&mut self.challenges);
        self.challenges = Challenges { done, news, told, ..Challenges::default() };
        if self.link.view.goal.is_some() && !self.link.view.embed {
            self.link.view.side = Some(Side::Challenges);
        }
    }

    fn done(&mut self, challenge: &'static str, met: bool, answer: Option<[&'static str; 2]>) {
        if met && challenge != LINKS {
            let scenario = self.link.setup.scenario.slug;
            Rc::make_mut(&mut self.challenges.done).add(scenario, challenge);
        }
        self.challenges.told += 1;
        self.challenges.news.push_back(News { challenge, met, answer });
        if self.challenges.news.len() > KEPT {
            self.challenges.news.pop_front();
        }
    }
}

/// What the goal of a link is called.
const LINKS: &str = "goal";

fn standing(goal: &Goal, challenge: Option<&Challenge>, film: &Film) -> Standing {
    let peers = film.setup.scenario.peers;
    let strayed = challenge.map(|challenge| challenge.strayed(&film.setup)).unwrap_or_default();
    film.with(|trace, index| {
        let found = goal.check(&film.setup, trace, &measured(trace, index, peers));
        let ended = film.stopped || trace.outcome == Outcome::Running;
        let met = !ended && Goal::is_met(&found, trace) && strayed.is_empty();
        Standing { found: found.into(), strayed: strayed.into(), met }
    })
}
