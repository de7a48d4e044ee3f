use super::*;

const BREAKER: ResourceId = 0;
const SERVER: ResourceId = 1;
const TOKENS: ResourceId = 2;

/// A trace of what a breaker, a server and a bucket showed.
struct Story(Trace);

impl Story {
    fn new() -> Self {
        let mut trace = Trace::new(Run::default());
        for name in ["breaker", "server", "tokens"] {
            let resource = Resource { name: name.to_owned(), kind: ResourceKind::Shown };
            trace.resources.push(resource);
        }
        Story(trace)
    }

    fn shows(mut self, at: Micros, task: TaskId, resource: ResourceId, state: State) -> Self {
        let kind = EventKind::Showed { resource, state: Box::new(state) };
        self.0.events.push(Event { at, task: Some(task), site: None, kind });
        self
    }

    /// The breaker is there now, with these probes under way; two are allowed.
    fn is(self, position: Position, at: Micros, probes: &[ItemId]) -> Self {
        let machine = Machine {
            at: position,
            failures: 0,
            threshold: 2,
            among: None,
            open: None,
            successes: 0,
            quota: 2,
            probes: probes.to_vec(),
        };
        self.shows(at, 0, BREAKER, State::Machine(machine))
    }

    /// So many calls are under way at the server, answered, in vain, says this task.
    fn calls(self, at: Micros, task: TaskId, cells: [i64; 3]) -> Self {
        let row = Row { name: "healthy".to_owned(), cells: cells.to_vec(), fine: None };
        self.shows(at, task, SERVER, State::Table { columns: Vec::new(), rows: vec![row] })
    }

    fn tokens(self, at: Micros, held: u32) -> Self {
        self.shows(at, 0, TOKENS, State::Level(Level { held, size: 9, next: None }))
    }

    fn acts(mut self, at: Micros, action: &str) -> Self {
        let press = Press { action: action.to_owned(), argument: None };
        let kind = EventKind::Acted { press: Box::new(press) };
        self.0.events.push(Event { at, task: None, site: None, kind });
        self
    }
}

/// Where the check says that it broke.
fn broken(checked: Checked) -> Option<usize> {
    checked.err().map(|broken| broken.event)
}

/// Two failures in a row open it.
fn opens(story: &Story) -> Option<usize> {
    broken(opens_when(&story.0, "server", "cancel", |failed| failed.ends_with(&[true, true])))
}

#[test]
fn where_nothing_is_shown_everything_holds() {
    let Story(nothing) = Story::new();
    assert_eq!(open_lets_nothing_through(&nothing, "server"), Ok(()));
    assert_eq!(open_spends_nothing(&nothing, "tokens"), Ok(()));
    assert_eq!(probes_within(&nothing), Ok(()));
    assert_eq!(probes_come_back(&nothing, 0), Ok(()));
    assert_eq!(opens_when(&nothing, "server", "cancel", |_| true), Ok(()));
    assert_eq!(calls_within(&nothing, "server", 0), Ok(()));
}

#[test]
fn a_call_may_end_while_the_circuit_is_open_but_not_begin() {
    let ends = Story::new().calls(0, 1, [1, 0, 0]).is(Position::Open, 5, &[]);
    let ends = ends.calls(5, 1, [0, 0, 1]);
    assert_eq!(open_lets_nothing_through(&ends.0, "server"), Ok(()));
    let Story(begins) = ends.calls(5, 2, [1, 0, 1]);
    assert_eq!(broken(open_lets_nothing_through(&begins, "server")), Some(3));
    assert_eq!(open_lets_nothing_through(&begins, "another"), Ok(()));
}

#[test]
fn a_call_may_begin_as_soon_as_the_circuit_is_no_longer_open() {
    for position in [Position::HalfOpen, Position::Closed] {
        let story = Story::new().is(Position::Open, 0, &[]).is(position, 9, &[]);
        let Story(trace) = story.calls(9, 1, [1, 0, 0]);
        assert_eq!(open_lets_nothing_through(&trace, "server"), Ok(()));
    }
}

#[test]
fn an_open_circuit_may_gain_tokens_but_spends_none() {
    let story = Story::new().tokens(0, 3).tokens(1, 2).is(Position::Open, 1, &[]);
    let story = story.tokens(2, 3).tokens(3, 3);
    assert_eq!(open_spends_nothing(&story.0, "tokens"), Ok(()));
    let story = story.tokens(4, 2);
    assert_eq!(broken(open_spends_nothing(&story.0, "tokens")), Some(5));
    assert_eq!(open_spends_nothing(&story.0, "another"), Ok(()));
}

#[test]
fn as_many_probes_as_allowed_are_not_too_many() {
    let story = Story::new().is(Position::HalfOpen, 0, &[1, 2]);
    assert_eq!(probes_within(&story.0), Ok(()));
    let story = story.is(Position::HalfOpen, 0, &[1, 2, 3]);
    let checked = probes_within(&story.0).map_err(|broken| (broken.event, broken.items));
    assert_eq!(checked, Err((1, vec![1, 2, 3])));
}

#[test]
fn a_probe_may_come_back_at_the_limit_itself() {
    let out = || Story::new().is(Position::HalfOpen, 10, &[7]);
    let back = |at| probes_come_back(&out().is(Position::HalfOpen, at, &[]).0, 100);
    assert_eq!(back(110), Ok(()));
    let late = back(111).map_err(|broken| (broken.event, broken.items));
    assert_eq!(late, Err((1, vec![7])));
}

#[test]
fn a_probe_that_is_shown_again_has_been_out_since_the_first_time() {
    let story = Story::new().is(Position::HalfOpen, 0, &[7]).is(Position::HalfOpen, 60, &[7, 8]);
    assert_eq!(probes_come_back(&story.0, 100), Ok(()));
    let story = story.calls(101, 1, [1, 0, 0]);
    let checked = probes_come_back(&story.0, 100).map_err(|broken| broken.items);
    assert_eq!(checked, Err(vec![7]));
}

/// Calls of task 1, one after another, that failed or not; then the breaker opens.
fn opens_after(failed: &[bool]) -> Story {
    let (mut story, [mut answered, mut in_vain]) = (Story::new(), [0, 0]);
    story = story.is(Position::Closed, 0, &[]);
    for failed in failed {
        story = story.calls(1, 1, [1, answered, in_vain]);
        answered += i64::from(!failed);
        in_vain += i64::from(*failed);
        story = story.calls(2, 1, [0, answered, in_vain]);
    }
    story.is(Position::Open, 2, &[])
}

#[test]
fn a_circuit_opens_at_its_failures_and_at_nothing_less() {
    assert_eq!(opens(&opens_after(&[true, true])), None);
    assert_eq!(opens(&opens_after(&[true, false, true, true])), None);
    assert_eq!(opens(&opens_after(&[])), Some(1));
    assert_eq!(opens(&opens_after(&[true])), Some(3));
    assert_eq!(opens(&opens_after(&[true, false, true])), Some(7));
}

#[test]
fn a_circuit_that_should_have_opened_is_named_where_it_should_have() {
    // The second failure is event 4; the next call goes through all the same.
    let late = opens_after(&[true, true, true]);
    assert_eq!(opens(&late), Some(4));
    // Nor may the run end there.
    let mut never = opens_after(&[true, true]);
    never.0.events.pop();
    assert_eq!(opens(&never), Some(4));
}

#[test]
fn a_call_of_before_the_change_says_nothing() {
    let story = Story::new().is(Position::Closed, 0, &[]).calls(0, 2, [1, 0, 0]);
    let story = story.calls(1, 1, [2, 0, 0]).calls(1, 1, [1, 0, 1]);
    let story = story.calls(1, 1, [2, 0, 1]).calls(1, 1, [1, 0, 2]);
    let story = story.is(Position::Open, 1, &[]).is(Position::Closed, 9, &[]);
    // In vain are then the old one and one new one: that is no reason to open.
    let story = story.calls(9, 2, [0, 0, 3]);
    let story = story.calls(9, 1, [1, 0, 3]).calls(9, 1, [0, 0, 4]);
    assert_eq!(opens(&story), None);
    let story = story.calls(9, 1, [1, 0, 4]).calls(9, 1, [0, 0, 5]);
    assert_eq!(opens(&story), Some(story.0.events.len() - 1));
}

#[test]
fn once_calls_are_dropped_on_cancel_nothing_is_checked() {
    let mut story = opens_after(&[true, true, true]).acts(3, "cancel");
    assert_eq!(opens(&story), Some(4));
    let cancel = story.0.events.pop().expect("the last event");
    story.0.events.insert(0, cancel);
    assert_eq!(opens(&story), None);
}

#[test]
fn a_call_may_end_at_the_limit_itself() {
    let call = |at| Story::new().calls(10, 4, [1, 0, 0]).calls(at, 4, [0, 1, 0]).0;
    assert_eq!(calls_within(&call(110), "server", 100), Ok(()));
    let late = calls_within(&call(111), "server", 100);
    assert_eq!(late, Err(Broken { event: 1, tasks: vec![4], items: Vec::new() }));
}

#[test]
fn a_call_that_never_ends_breaks_at_the_first_event_beyond_its_time() {
    let story = Story::new().calls(10, 4, [1, 0, 0]).calls(20, 5, [2, 0, 0]);
    let story = story.calls(30, 5, [1, 1, 0]).tokens(110, 1).tokens(500, 1);
    assert_eq!(broken(calls_within(&story.0, "server", 100)), Some(4));
}
