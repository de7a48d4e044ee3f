//! Reproduces what Interleave 0.1.0 showed: `cargo test` runs it, in `tests/` of a crate that
//! depends on `lab` and `scenarios` of that release.

use lab::Outcome;
use scenarios::Link;

/// Concurrency is not parallelism, `correct`.
#[test]
fn concurrency_is_not_parallelism() {
    let (link, notices) = Link::parse("#/concurrency-is-not-parallelism");
    assert_eq!(notices, []);
    let trace = link.setup.finish();
    assert_eq!(trace.outcome, Outcome::Finished);
    let claim = |at: usize| (trace.claims[at].claim.as_str(), trace.claims[at].event);
    assert_eq!(claim(0), ("waits-let-go", None));
    assert_eq!(claim(1), ("one-a-thread", None));
    assert_eq!(claim(2), ("each-once", None));
    assert_eq!(trace.claims.len(), 3);
    assert_eq!(trace.events.len(), 82);
    assert_eq!(trace.fingerprint(), 0x66c4_51da_f7a9_720f);
}

/// Concurrency is not parallelism, `blocks-the-thread`.
#[test]
fn concurrency_is_not_parallelism_blocks_the_thread() {
    let (link, notices) = Link::parse("#/concurrency-is-not-parallelism?variant=blocks-the-thread");
    assert_eq!(notices, []);
    let trace = link.setup.finish();
    assert_eq!(trace.outcome, Outcome::Finished);
    let claim = |at: usize| (trace.claims[at].claim.as_str(), trace.claims[at].event);
    assert_eq!(claim(0), ("waits-let-go", Some(43)));
    assert_eq!(claim(1), ("one-a-thread", None));
    assert_eq!(claim(2), ("each-once", None));
    assert_eq!(trace.claims.len(), 3);
    assert_eq!(trace.events.len(), 62);
    assert_eq!(trace.fingerprint(), 0x269f_831b_dd18_73d9);
}

/// Channel, `correct`.
#[test]
fn channel() {
    let (link, notices) = Link::parse("#/channel");
    assert_eq!(notices, []);
    let trace = link.setup.finish();
    assert_eq!(trace.outcome, Outcome::Finished);
    let claim = |at: usize| (trace.claims[at].claim.as_str(), trace.claims[at].event);
    assert_eq!(claim(0), ("within", None));
    assert_eq!(claim(1), ("memory", None));
    assert_eq!(claim(2), ("in-order", None));
    assert_eq!(claim(3), ("given-up-stays-out", None));
    assert_eq!(trace.claims.len(), 4);
    assert_eq!(trace.events.len(), 198);
    assert_eq!(trace.fingerprint(), 0x3213_4bf3_186e_431b);
}

/// Channel, `one-too-many`.
#[test]
fn channel_one_too_many() {
    let (link, notices) = Link::parse("#/channel?variant=one-too-many");
    assert_eq!(notices, []);
    let trace = link.setup.finish();
    assert_eq!(trace.outcome, Outcome::Finished);
    let claim = |at: usize| (trace.claims[at].claim.as_str(), trace.claims[at].event);
    assert_eq!(claim(0), ("within", Some(29)));
    assert_eq!(claim(1), ("memory", None));
    assert_eq!(claim(2), ("in-order", None));
    assert_eq!(claim(3), ("given-up-stays-out", None));
    assert_eq!(trace.claims.len(), 4);
    assert_eq!(trace.events.len(), 180);
    assert_eq!(trace.fingerprint(), 0x57b8_063f_d619_f4ad);
}

/// Worker pool, `correct`.
#[test]
fn worker_pool() {
    let (link, notices) = Link::parse("#/worker-pool");
    assert_eq!(notices, []);
    let trace = link.setup.finish();
    assert_eq!(trace.outcome, Outcome::Finished);
    let claim = |at: usize| (trace.claims[at].claim.as_str(), trace.claims[at].event);
    assert_eq!(claim(0), ("at-most", None));
    assert_eq!(claim(1), ("exactly-once", None));
    assert_eq!(claim(2), ("none-lost", None));
    assert_eq!(claim(3), ("no-worker-outlives", None));
    assert_eq!(trace.claims.len(), 4);
    assert_eq!(trace.events.len(), 296);
    assert_eq!(trace.fingerprint(), 0xbd8e_83fa_708d_0e6a);
}

/// Worker pool, `leaks`.
#[test]
fn worker_pool_leaks() {
    let (link, notices) = Link::parse("#/worker-pool?variant=leaks");
    assert_eq!(notices, []);
    let trace = link.setup.finish();
    let Outcome::Deadlocked { waits } = &trace.outcome else { panic!("{:?}", trace.outcome) };
    let stuck = waits.iter().map(|wait| &*trace.tasks[wait.task as usize].name);
    assert_eq!(stuck.collect::<Vec<_>>().join(", "), "worker 1, worker 2, worker 3, worker 4");
    let claim = |at: usize| (trace.claims[at].claim.as_str(), trace.claims[at].event);
    assert_eq!(claim(0), ("at-most", None));
    assert_eq!(claim(1), ("exactly-once", None));
    assert_eq!(claim(2), ("none-lost", None));
    assert_eq!(claim(3), ("no-worker-outlives", Some(217)));
    assert_eq!(trace.claims.len(), 4);
    assert_eq!(trace.events.len(), 233);
    assert_eq!(trace.fingerprint(), 0x94d3_31ca_f8f5_1c8a);
}

/// Fan-out, fan-in, `correct`.
#[test]
fn fan_out_fan_in() {
    let (link, notices) = Link::parse("#/fan-out-fan-in");
    assert_eq!(notices, []);
    let trace = link.setup.finish();
    assert_eq!(trace.outcome, Outcome::Finished);
    let claim = |at: usize| (trace.claims[at].claim.as_str(), trace.claims[at].event);
    assert_eq!(claim(0), ("same-items", None));
    assert_eq!(claim(1), ("in-order", None));
    assert_eq!(claim(2), ("closes-last", None));
    assert_eq!(claim(3), ("everyone-ends", None));
    assert_eq!(trace.claims.len(), 4);
    assert_eq!(trace.events.len(), 380);
    assert_eq!(trace.fingerprint(), 0xcd48_ca0f_22bb_f2aa);
}

/// Fan-out, fan-in, `closes-early`.
#[test]
fn fan_out_fan_in_closes_early() {
    let (link, notices) = Link::parse("#/fan-out-fan-in?variant=closes-early");
    assert_eq!(notices, []);
    let trace = link.setup.finish();
    assert_eq!(trace.outcome, Outcome::Finished);
    let claim = |at: usize| (trace.claims[at].claim.as_str(), trace.claims[at].event);
    assert_eq!(claim(0), ("same-items", Some(327)));
    assert_eq!(claim(1), ("in-order", None));
    assert_eq!(claim(2), ("closes-last", Some(308)));
    assert_eq!(claim(3), ("everyone-ends", None));
    assert_eq!(trace.claims.len(), 4);
    assert_eq!(trace.events.len(), 350);
    assert_eq!(trace.fingerprint(), 0x43ae_78c0_1a9f_eace);
}

/// Pipeline, `correct`.
#[test]
fn pipeline() {
    let (link, notices) = Link::parse("#/pipeline");
    assert_eq!(notices, []);
    let trace = link.setup.finish();
    assert_eq!(trace.outcome, Outcome::Finished);
    let claim = |at: usize| (trace.claims[at].claim.as_str(), trace.claims[at].event);
    assert_eq!(claim(0), ("within", None));
    assert_eq!(claim(1), ("once-a-stage", None));
    assert_eq!(claim(2), ("in-order", None));
    assert_eq!(claim(3), ("no-stage-outlives", None));
    assert_eq!(trace.claims.len(), 4);
    assert_eq!(trace.events.len(), 358);
    assert_eq!(trace.fingerprint(), 0x5e0a_f683_f2a0_cdca);
}

/// Pipeline, `hangs-upstream`.
#[test]
fn pipeline_hangs_upstream() {
    let (link, notices) = Link::parse("#/pipeline?variant=hangs-upstream");
    assert_eq!(notices, []);
    let trace = link.setup.finish();
    let Outcome::Deadlocked { waits } = &trace.outcome else { panic!("{:?}", trace.outcome) };
    let stuck = waits.iter().map(|wait| &*trace.tasks[wait.task as usize].name);
    assert_eq!(stuck.collect::<Vec<_>>().join(", "), "stage 1, stage 2, stage 3");
    let claim = |at: usize| (trace.claims[at].claim.as_str(), trace.claims[at].event);
    assert_eq!(claim(0), ("within", None));
    assert_eq!(claim(1), ("once-a-stage", None));
    assert_eq!(claim(2), ("in-order", None));
    assert_eq!(claim(3), ("no-stage-outlives", Some(210)));
    assert_eq!(trace.claims.len(), 4);
    assert_eq!(trace.events.len(), 241);
    assert_eq!(trace.fingerprint(), 0x92fc_7061_f7a1_907c);
}

/// Or-done, `correct`.
#[test]
fn or_done() {
    let (link, notices) = Link::parse("#/or-done");
    assert_eq!(notices, []);
    let trace = link.setup.finish();
    assert_eq!(trace.outcome, Outcome::Finished);
    let claim = |at: usize| (trace.claims[at].claim.as_str(), trace.claims[at].event);
    assert_eq!(claim(0), ("stops", None));
    assert_eq!(claim(1), ("prefix", None));
    assert_eq!(claim(2), ("none-lost", None));
    assert_eq!(claim(3), ("everyone-ends", None));
    assert_eq!(trace.claims.len(), 4);
    assert_eq!(trace.events.len(), 137);
    assert_eq!(trace.fingerprint(), 0xe97a_4f6f_0305_ca06);
}

/// Or-done, `never-stops`.
#[test]
fn or_done_never_stops() {
    let (link, notices) = Link::parse("#/or-done?variant=never-stops");
    assert_eq!(notices, []);
    let trace = link.setup.finish();
    let Outcome::Deadlocked { waits } = &trace.outcome else { panic!("{:?}", trace.outcome) };
    let stuck = waits.iter().map(|wait| &*trace.tasks[wait.task as usize].name);
    assert_eq!(stuck.collect::<Vec<_>>().join(", "), "sensor, reader");
    let claim = |at: usize| (trace.claims[at].claim.as_str(), trace.claims[at].event);
    assert_eq!(claim(0), ("stops", Some(121)));
    assert_eq!(claim(1), ("prefix", None));
    assert_eq!(claim(2), ("none-lost", None));
    assert_eq!(claim(3), ("everyone-ends", Some(147)));
    assert_eq!(trace.claims.len(), 4);
    assert_eq!(trace.events.len(), 163);
    assert_eq!(trace.fingerprint(), 0xd4e7_4e77_307b_352c);
}

/// Tee, `correct`.
#[test]
fn tee() {
    let (link, notices) = Link::parse("#/tee");
    assert_eq!(notices, []);
    let trace = link.setup.finish();
    assert_eq!(trace.outcome, Outcome::Finished);
    let claim = |at: usize| (trace.claims[at].claim.as_str(), trace.claims[at].event);
    assert_eq!(claim(0), ("same-items", None));
    assert_eq!(claim(1), ("once-each", None));
    assert_eq!(claim(2), ("in-step", None));
    assert_eq!(claim(3), ("nothing-piles-up", None));
    assert_eq!(claim(4), ("everyone-ends", None));
    assert_eq!(trace.claims.len(), 5);
    assert_eq!(trace.events.len(), 367);
    assert_eq!(trace.fingerprint(), 0x1126_02ff_12c9_7bcb);
}

/// Tee, `shares`.
#[test]
fn tee_shares() {
    let (link, notices) = Link::parse("#/tee?variant=shares");
    assert_eq!(notices, []);
    let trace = link.setup.finish();
    assert_eq!(trace.outcome, Outcome::Finished);
    let claim = |at: usize| (trace.claims[at].claim.as_str(), trace.claims[at].event);
    assert_eq!(claim(0), ("same-items", Some(39)));
    assert_eq!(claim(1), ("once-each", None));
    assert_eq!(claim(2), ("in-step", None));
    assert_eq!(claim(3), ("nothing-piles-up", None));
    assert_eq!(claim(4), ("everyone-ends", None));
    assert_eq!(trace.claims.len(), 5);
    assert_eq!(trace.events.len(), 148);
    assert_eq!(trace.fingerprint(), 0x91c4_e3e5_3f87_6048);
}

/// Bridge, `correct`.
#[test]
fn bridge() {
    let (link, notices) = Link::parse("#/bridge");
    assert_eq!(notices, []);
    let trace = link.setup.finish();
    assert_eq!(trace.outcome, Outcome::Finished);
    let claim = |at: usize| (trace.claims[at].claim.as_str(), trace.claims[at].event);
    assert_eq!(claim(0), ("in-order", None));
    assert_eq!(claim(1), ("goes-on", None));
    assert_eq!(claim(2), ("stops", None));
    assert_eq!(claim(3), ("everyone-ends", None));
    assert_eq!(trace.claims.len(), 4);
    assert_eq!(trace.events.len(), 234);
    assert_eq!(trace.fingerprint(), 0x0da3_8567_961d_c511);
}

/// Bridge, `outer-runs-on`.
#[test]
fn bridge_outer_runs_on() {
    let (link, notices) = Link::parse("#/bridge?variant=outer-runs-on");
    assert_eq!(notices, []);
    let trace = link.setup.finish();
    let Outcome::Deadlocked { waits } = &trace.outcome else { panic!("{:?}", trace.outcome) };
    let stuck = waits.iter().map(|wait| &*trace.tasks[wait.task as usize].name);
    assert_eq!(stuck.collect::<Vec<_>>().join(", "), "source, reader");
    let claim = |at: usize| (trace.claims[at].claim.as_str(), trace.claims[at].event);
    assert_eq!(claim(0), ("in-order", None));
    assert_eq!(claim(1), ("goes-on", None));
    assert_eq!(claim(2), ("stops", Some(222)));
    assert_eq!(claim(3), ("everyone-ends", Some(222)));
    assert_eq!(trace.claims.len(), 4);
    assert_eq!(trace.events.len(), 224);
    assert_eq!(trace.fingerprint(), 0x5201_1097_82fb_5eaa);
}

/// Semaphore, `correct`.
#[test]
fn semaphore() {
    let (link, notices) = Link::parse("#/semaphore");
    assert_eq!(notices, []);
    let trace = link.setup.finish();
    assert_eq!(trace.outcome, Outcome::Finished);
    let claim = |at: usize| (trace.claims[at].claim.as_str(), trace.claims[at].event);
    assert_eq!(claim(0), ("within", None));
    assert_eq!(claim(1), ("nobody-overtakes", None));
    assert_eq!(claim(2), ("nobody-stranded", None));
    assert_eq!(trace.claims.len(), 3);
    assert_eq!(trace.events.len(), 275);
    assert_eq!(trace.fingerprint(), 0xe2d8_90c8_7c3d_e143);
}

/// Semaphore, `no-limit`.
#[test]
fn semaphore_no_limit() {
    let (link, notices) = Link::parse("#/semaphore?variant=no-limit");
    assert_eq!(notices, []);
    let trace = link.setup.finish();
    assert_eq!(trace.outcome, Outcome::Finished);
    let claim = |at: usize| (trace.claims[at].claim.as_str(), trace.claims[at].event);
    assert_eq!(claim(0), ("within", Some(50)));
    assert_eq!(claim(1), ("nobody-overtakes", None));
    assert_eq!(claim(2), ("nobody-stranded", None));
    assert_eq!(trace.claims.len(), 3);
    assert_eq!(trace.events.len(), 175);
    assert_eq!(trace.fingerprint(), 0x6056_9267_b883_be0e);
}

/// Token bucket, `correct`.
#[test]
fn token_bucket() {
    let (link, notices) = Link::parse("#/token-bucket");
    assert_eq!(notices, []);
    let trace = link.setup.finish();
    assert_eq!(trace.outcome, Outcome::Finished);
    let claim = |at: usize| (trace.claims[at].claim.as_str(), trace.claims[at].event);
    assert_eq!(claim(0), ("within", None));
    assert_eq!(claim(1), ("level", None));
    assert_eq!(claim(2), ("no-token-lost", None));
    assert_eq!(claim(3), ("nobody-overtakes", None));
    assert_eq!(trace.claims.len(), 4);
    assert_eq!(trace.events.len(), 235);
    assert_eq!(trace.fingerprint(), 0x270b_4d46_6c22_b13e);
}

/// Token bucket, `believes-any-clock`.
#[test]
fn token_bucket_believes_any_clock() {
    let (link, notices) = Link::parse("#/token-bucket?variant=believes-any-clock");
    assert_eq!(notices, []);
    let trace = link.setup.finish();
    assert_eq!(trace.outcome, Outcome::Finished);
    let claim = |at: usize| (trace.claims[at].claim.as_str(), trace.claims[at].event);
    assert_eq!(claim(0), ("within", Some(104)));
    assert_eq!(claim(1), ("level", None));
    assert_eq!(claim(2), ("no-token-lost", None));
    assert_eq!(claim(3), ("nobody-overtakes", None));
    assert_eq!(trace.claims.len(), 4);
    assert_eq!(trace.events.len(), 234);
    assert_eq!(trace.fingerprint(), 0x3bfa_e519_2c94_4fdb);
}

/// Per-key limits, `correct`.
#[test]
fn per_key_limits() {
    let (link, notices) = Link::parse("#/per-key-limits");
    assert_eq!(notices, []);
    let trace = link.setup.finish();
    assert_eq!(trace.outcome, Outcome::Finished);
    let claim = |at: usize| (trace.claims[at].claim.as_str(), trace.claims[at].event);
    assert_eq!(claim(0), ("own-limit", None));
    assert_eq!(claim(1), ("own-fault", None));
    assert_eq!(claim(2), ("bounded", None));
    assert_eq!(trace.claims.len(), 3);
    assert_eq!(trace.events.len(), 268);
    assert_eq!(trace.fingerprint(), 0x1893_e63e_0a4a_2522);
}

/// Per-key limits, `one-for-all`.
#[test]
fn per_key_limits_one_for_all() {
    let (link, notices) = Link::parse("#/per-key-limits?variant=one-for-all");
    assert_eq!(notices, []);
    let trace = link.setup.finish();
    assert_eq!(trace.outcome, Outcome::Finished);
    let claim = |at: usize| (trace.claims[at].claim.as_str(), trace.claims[at].event);
    assert_eq!(claim(0), ("own-limit", None));
    assert_eq!(claim(1), ("own-fault", Some(44)));
    assert_eq!(claim(2), ("bounded", None));
    assert_eq!(trace.claims.len(), 3);
    assert_eq!(trace.events.len(), 163);
    assert_eq!(trace.fingerprint(), 0x343a_2603_11ee_3945);
}

/// Fixed window, `correct`.
#[test]
fn fixed_window() {
    let (link, notices) = Link::parse("#/fixed-window");
    assert_eq!(notices, []);
    let trace = link.setup.finish();
    assert_eq!(trace.outcome, Outcome::Finished);
    let claim = |at: usize| (trace.claims[at].claim.as_str(), trace.claims[at].event);
    assert_eq!(claim(0), ("in-window", None));
    assert_eq!(claim(1), ("fair", None));
    assert_eq!(trace.claims.len(), 2);
    assert_eq!(trace.events.len(), 275);
    assert_eq!(trace.fingerprint(), 0xeebb_0888_4db4_30e7);
}

/// Fixed window, `reads-then-adds`.
#[test]
fn fixed_window_reads_then_adds() {
    let (link, notices) = Link::parse("#/fixed-window?variant=reads-then-adds");
    assert_eq!(notices, []);
    let trace = link.setup.finish();
    assert_eq!(trace.outcome, Outcome::Finished);
    let claim = |at: usize| (trace.claims[at].claim.as_str(), trace.claims[at].event);
    assert_eq!(claim(0), ("in-window", Some(84)));
    assert_eq!(claim(1), ("fair", None));
    assert_eq!(trace.claims.len(), 2);
    assert_eq!(trace.events.len(), 398);
    assert_eq!(trace.fingerprint(), 0x134e_b10f_ddaf_2a71);
}

/// Sliding window log, `correct`.
#[test]
fn sliding_window_log() {
    let (link, notices) = Link::parse("#/sliding-window-log");
    assert_eq!(notices, []);
    let trace = link.setup.finish();
    assert_eq!(trace.outcome, Outcome::Finished);
    let claim = |at: usize| (trace.claims[at].claim.as_str(), trace.claims[at].event);
    assert_eq!(claim(0), ("every-window", None));
    assert_eq!(claim(1), ("memory", None));
    assert_eq!(claim(2), ("nobody-starves", None));
    assert_eq!(trace.claims.len(), 3);
    assert_eq!(trace.events.len(), 225);
    assert_eq!(trace.fingerprint(), 0x74ac_8ebc_6ed9_88b0);
}

/// Sliding window log, `one-an-instant`.
#[test]
fn sliding_window_log_one_an_instant() {
    let (link, notices) = Link::parse("#/sliding-window-log?variant=one-an-instant");
    assert_eq!(notices, []);
    let trace = link.setup.finish();
    assert_eq!(trace.outcome, Outcome::Finished);
    let claim = |at: usize| (trace.claims[at].claim.as_str(), trace.claims[at].event);
    assert_eq!(claim(0), ("every-window", Some(67)));
    assert_eq!(claim(1), ("memory", None));
    assert_eq!(claim(2), ("nobody-starves", None));
    assert_eq!(trace.claims.len(), 3);
    assert_eq!(trace.events.len(), 247);
    assert_eq!(trace.fingerprint(), 0xde0b_0f51_ee4a_a794);
}

/// Sliding window counter, `correct`.
#[test]
fn sliding_window_counter() {
    let (link, notices) = Link::parse("#/sliding-window-counter");
    assert_eq!(notices, []);
    let trace = link.setup.finish();
    assert_eq!(trace.outcome, Outcome::Finished);
    let claim = |at: usize| (trace.claims[at].claim.as_str(), trace.claims[at].event);
    assert_eq!(claim(0), ("weighted-sum", None));
    assert_eq!(claim(1), ("forgets", None));
    assert_eq!(trace.claims.len(), 2);
    assert_eq!(trace.events.len(), 315);
    assert_eq!(trace.fingerprint(), 0xf8ea_ba8d_ecdd_0995);
}

/// Sliding window counter, `rounds-down`.
#[test]
fn sliding_window_counter_rounds_down() {
    let (link, notices) = Link::parse("#/sliding-window-counter?variant=rounds-down");
    assert_eq!(notices, []);
    let trace = link.setup.finish();
    assert_eq!(trace.outcome, Outcome::Finished);
    let claim = |at: usize| (trace.claims[at].claim.as_str(), trace.claims[at].event);
    assert_eq!(claim(0), ("weighted-sum", Some(99)));
    assert_eq!(claim(1), ("forgets", None));
    assert_eq!(trace.claims.len(), 2);
    assert_eq!(trace.events.len(), 325);
    assert_eq!(trace.fingerprint(), 0x196f_3aaa_56b0_8883);
}

/// Limiters side by side, `correct`.
#[test]
fn limiters_side_by_side() {
    let (link, notices) = Link::parse("#/limiters-side-by-side");
    assert_eq!(notices, []);
    let trace = link.setup.finish();
    assert_eq!(trace.outcome, Outcome::Finished);
    let claim = |at: usize| (trace.claims[at].claim.as_str(), trace.claims[at].event);
    assert_eq!(claim(0), ("same-requests", None));
    assert_eq!(claim(1), ("bucket", None));
    assert_eq!(claim(2), ("per-key", None));
    assert_eq!(claim(3), ("fixed", None));
    assert_eq!(claim(4), ("log", None));
    assert_eq!(claim(5), ("counter", None));
    assert_eq!(trace.claims.len(), 6);
    assert_eq!(trace.events.len(), 216);
    assert_eq!(trace.fingerprint(), 0x32fa_a327_0ec0_75fe);
}

/// Limiters side by side, `a-limit-a-server`.
#[test]
fn limiters_side_by_side_a_limit_a_server() {
    let (link, notices) = Link::parse("#/limiters-side-by-side?variant=a-limit-a-server");
    assert_eq!(notices, []);
    let trace = link.setup.finish();
    assert_eq!(trace.outcome, Outcome::Finished);
    let claim = |at: usize| (trace.claims[at].claim.as_str(), trace.claims[at].event);
    assert_eq!(claim(0), ("same-requests", None));
    assert_eq!(claim(1), ("bucket", Some(55)));
    assert_eq!(claim(2), ("per-key", Some(182)));
    assert_eq!(claim(3), ("fixed", Some(184)));
    assert_eq!(claim(4), ("log", Some(109)));
    assert_eq!(claim(5), ("counter", Some(111)));
    assert_eq!(trace.claims.len(), 6);
    assert_eq!(trace.events.len(), 236);
    assert_eq!(trace.fingerprint(), 0x8bd5_60bd_05d5_d987);
}

/// Backpressure, `correct`.
#[test]
fn backpressure() {
    let (link, notices) = Link::parse("#/backpressure");
    assert_eq!(notices, []);
    let trace = link.setup.finish();
    assert_eq!(trace.outcome, Outcome::Finished);
    let claim = |at: usize| (trace.claims[at].claim.as_str(), trace.claims[at].event);
    assert_eq!(claim(0), ("within", None));
    assert_eq!(claim(1), ("memory", None));
    assert_eq!(claim(2), ("right-ones", None));
    assert_eq!(claim(3), ("counted", None));
    assert_eq!(claim(4), ("in-order", None));
    assert_eq!(trace.claims.len(), 5);
    assert_eq!(trace.events.len(), 343);
    assert_eq!(trace.fingerprint(), 0xb9ff_9751_ec41_d052);
}

/// Backpressure, `no-bound`.
#[test]
fn backpressure_no_bound() {
    let (link, notices) = Link::parse("#/backpressure?variant=no-bound");
    assert_eq!(notices, []);
    let trace = link.setup.finish();
    assert_eq!(trace.outcome, Outcome::Finished);
    let claim = |at: usize| (trace.claims[at].claim.as_str(), trace.claims[at].event);
    assert_eq!(claim(0), ("within", Some(86)));
    assert_eq!(claim(1), ("memory", Some(136)));
    assert_eq!(claim(2), ("right-ones", None));
    assert_eq!(claim(3), ("counted", None));
    assert_eq!(claim(4), ("in-order", None));
    assert_eq!(trace.claims.len(), 5);
    assert_eq!(trace.events.len(), 389);
    assert_eq!(trace.fingerprint(), 0xea82_86eb_18cc_89db);
}

/// Adaptive workers, `correct`.
#[test]
fn adaptive_workers() {
    let (link, notices) = Link::parse("#/adaptive-workers");
    assert_eq!(notices, []);
    let trace = link.setup.finish();
    assert_eq!(trace.outcome, Outcome::Finished);
    let claim = |at: usize| (trace.claims[at].claim.as_str(), trace.claims[at].event);
    assert_eq!(claim(0), ("within", None));
    assert_eq!(claim(1), ("takes-its-time", None));
    assert_eq!(claim(2), ("only-when-busy", None));
    assert_eq!(claim(3), ("no-job-killed", None));
    assert_eq!(trace.claims.len(), 4);
    assert_eq!(trace.events.len(), 377);
    assert_eq!(trace.fingerprint(), 0x19cf_e09b_84e8_3793);
}

/// Adaptive workers, `oscillates`.
#[test]
fn adaptive_workers_oscillates() {
    let (link, notices) = Link::parse("#/adaptive-workers?variant=oscillates");
    assert_eq!(notices, []);
    let trace = link.setup.finish();
    assert_eq!(trace.outcome, Outcome::Finished);
    let claim = |at: usize| (trace.claims[at].claim.as_str(), trace.claims[at].event);
    assert_eq!(claim(0), ("within", None));
    assert_eq!(claim(1), ("takes-its-time", Some(132)));
    assert_eq!(claim(2), ("only-when-busy", None));
    assert_eq!(claim(3), ("no-job-killed", None));
    assert_eq!(trace.claims.len(), 4);
    assert_eq!(trace.events.len(), 393);
    assert_eq!(trace.fingerprint(), 0x30e1_fa81_8bae_9fae);
}

/// Context tree, `correct`.
#[test]
fn context_tree() {
    let (link, notices) = Link::parse("#/context-tree");
    assert_eq!(notices, []);
    let trace = link.setup.finish();
    assert_eq!(trace.outcome, Outcome::Finished);
    let claim = |at: usize| (trace.claims[at].claim.as_str(), trace.claims[at].event);
    assert_eq!(claim(0), ("reaches-all-below", None));
    assert_eq!(claim(1), ("never-upward", None));
    assert_eq!(claim(2), ("earlier-deadline", None));
    assert_eq!(claim(3), ("nobody-outlives", None));
    assert_eq!(claim(4), ("ends-with-its-task", None));
    assert_eq!(trace.claims.len(), 5);
    assert_eq!(trace.events.len(), 217);
    assert_eq!(trace.fingerprint(), 0x2b53_b73c_aa25_aa40);
}

/// Context tree, `leaks`.
#[test]
fn context_tree_leaks() {
    let (link, notices) = Link::parse("#/context-tree?variant=leaks");
    assert_eq!(notices, []);
    let trace = link.setup.finish();
    assert_eq!(trace.outcome, Outcome::Finished);
    let claim = |at: usize| (trace.claims[at].claim.as_str(), trace.claims[at].event);
    assert_eq!(claim(0), ("reaches-all-below", None));
    assert_eq!(claim(1), ("never-upward", None));
    assert_eq!(claim(2), ("earlier-deadline", None));
    assert_eq!(claim(3), ("nobody-outlives", None));
    assert_eq!(claim(4), ("ends-with-its-task", Some(127)));
    assert_eq!(trace.claims.len(), 5);
    assert_eq!(trace.events.len(), 227);
    assert_eq!(trace.fingerprint(), 0xa080_b050_ab5b_d8c9);
}

/// Circuit breaker, `correct`.
#[test]
fn circuit_breaker() {
    let (link, notices) = Link::parse("#/circuit-breaker");
    assert_eq!(notices, []);
    let trace = link.setup.finish();
    assert_eq!(trace.outcome, Outcome::Finished);
    let claim = |at: usize| (trace.claims[at].claim.as_str(), trace.claims[at].event);
    assert_eq!(claim(0), ("open-no-call", None));
    assert_eq!(claim(1), ("few-probes", None));
    assert_eq!(claim(2), ("opens-at", None));
    assert_eq!(claim(3), ("leaves-half-open", None));
    assert_eq!(trace.claims.len(), 4);
    assert_eq!(trace.events.len(), 397);
    assert_eq!(trace.fingerprint(), 0x5845_21d1_2276_5b50);
}

/// Circuit breaker, `never-forgets`.
#[test]
fn circuit_breaker_never_forgets() {
    let (link, notices) = Link::parse("#/circuit-breaker?variant=never-forgets");
    assert_eq!(notices, []);
    let trace = link.setup.finish();
    assert_eq!(trace.outcome, Outcome::Finished);
    let claim = |at: usize| (trace.claims[at].claim.as_str(), trace.claims[at].event);
    assert_eq!(claim(0), ("open-no-call", None));
    assert_eq!(claim(1), ("few-probes", None));
    assert_eq!(claim(2), ("opens-at", Some(142)));
    assert_eq!(claim(3), ("leaves-half-open", None));
    assert_eq!(trace.claims.len(), 4);
    assert_eq!(trace.events.len(), 395);
    assert_eq!(trace.fingerprint(), 0xcf16_b61b_48c2_fb82);
}

/// Graceful shutdown, `correct`.
#[test]
fn graceful_shutdown() {
    let (link, notices) = Link::parse("#/graceful-shutdown");
    assert_eq!(notices, []);
    let trace = link.setup.finish();
    assert_eq!(trace.outcome, Outcome::Finished);
    let claim = |at: usize| (trace.claims[at].claim.as_str(), trace.claims[at].event);
    assert_eq!(claim(0), ("refuses", None));
    assert_eq!(claim(1), ("accounted", None));
    assert_eq!(claim(2), ("in-order", None));
    assert_eq!(claim(3), ("closed-last", None));
    assert_eq!(claim(4), ("full-grace", None));
    assert_eq!(claim(5), ("by-the-deadline", None));
    assert_eq!(claim(6), ("nobody-spins", None));
    assert_eq!(trace.claims.len(), 7);
    assert_eq!(trace.events.len(), 313);
    assert_eq!(trace.fingerprint(), 0x714e_bf19_ee27_bcf6);
}

/// Graceful shutdown, `closes-first`.
#[test]
fn graceful_shutdown_closes_first() {
    let (link, notices) = Link::parse("#/graceful-shutdown?variant=closes-first");
    assert_eq!(notices, []);
    let trace = link.setup.finish();
    assert_eq!(trace.outcome, Outcome::Finished);
    let claim = |at: usize| (trace.claims[at].claim.as_str(), trace.claims[at].event);
    assert_eq!(claim(0), ("refuses", None));
    assert_eq!(claim(1), ("accounted", Some(212)));
    assert_eq!(claim(2), ("in-order", Some(200)));
    assert_eq!(claim(3), ("closed-last", Some(212)));
    assert_eq!(claim(4), ("full-grace", None));
    assert_eq!(claim(5), ("by-the-deadline", None));
    assert_eq!(claim(6), ("nobody-spins", None));
    assert_eq!(trace.claims.len(), 7);
    assert_eq!(trace.events.len(), 285);
    assert_eq!(trace.fingerprint(), 0xf043_bd10_3b2e_bdd9);
}

/// Resilient pipeline, `correct`.
#[test]
fn resilient_pipeline() {
    let (link, notices) = Link::parse("#/resilient-pipeline");
    assert_eq!(notices, []);
    let trace = link.setup.finish();
    assert_eq!(trace.outcome, Outcome::Finished);
    let claim = |at: usize| (trace.claims[at].claim.as_str(), trace.claims[at].event);
    assert_eq!(claim(0), ("ends-once", None));
    assert_eq!(claim(1), ("adds-up", None));
    assert_eq!(claim(2), ("open-spends-nothing", None));
    assert_eq!(claim(3), ("only-failures-open", None));
    assert_eq!(claim(4), ("no-call-outlives", None));
    assert_eq!(claim(5), ("nobody-stuck", None));
    assert_eq!(trace.claims.len(), 6);
    assert_eq!(trace.events.len(), 340);
    assert_eq!(trace.fingerprint(), 0x8354_78cf_f4fa_d929);
}

/// Resilient pipeline, `limiter-first`.
#[test]
fn resilient_pipeline_limiter_first() {
    let (link, notices) = Link::parse("#/resilient-pipeline?variant=limiter-first");
    assert_eq!(notices, []);
    let trace = link.setup.finish();
    assert_eq!(trace.outcome, Outcome::Finished);
    let claim = |at: usize| (trace.claims[at].claim.as_str(), trace.claims[at].event);
    assert_eq!(claim(0), ("ends-once", None));
    assert_eq!(claim(1), ("adds-up", None));
    assert_eq!(claim(2), ("open-spends-nothing", Some(210)));
    assert_eq!(claim(3), ("only-failures-open", None));
    assert_eq!(claim(4), ("no-call-outlives", None));
    assert_eq!(claim(5), ("nobody-stuck", None));
    assert_eq!(trace.claims.len(), 6);
    assert_eq!(trace.events.len(), 345);
    assert_eq!(trace.fingerprint(), 0x2a9a_13bd_c4df_ca00);
}

/// Token bucket, `correct`.
#[test]
fn token_bucket_with_own_arrivals() {
    // When, in microseconds, and whose.
    #[rustfmt::skip]
    const ARRIVALS: [(u64, u32); 40] = [
        (0, 0), (1000, 1), (4000, 2), (9000, 0), (16000, 1), (25000, 2), (36000, 0), (49000, 1),
        (64000, 2), (81000, 0), (100000, 1), (121000, 2), (144000, 0), (169000, 1), (196000, 2),
        (225000, 0), (256000, 1), (289000, 2), (324000, 0), (361000, 1), (400000, 2), (441000, 0),
        (484000, 1), (529000, 2), (576000, 0), (625000, 1), (676000, 2), (729000, 0), (784000, 1),
        (841000, 2), (900000, 0), (961000, 1), (1024000, 2), (1089000, 0), (1156000, 1),
        (1225000, 2), (1296000, 0), (1369000, 1), (1444000, 2), (1521000, 0),
    ];
    let (mut link, notices) = Link::parse("#/token-bucket?arrivals=yours");
    assert_eq!(notices, []);
    let arrivals = ARRIVALS.iter().map(|(at, key)| lab::Arrival { at: *at, key: *key });
    link.setup.traffic = arrivals.collect();
    let trace = link.setup.finish();
    assert_eq!(trace.outcome, Outcome::Finished);
    let claim = |at: usize| (trace.claims[at].claim.as_str(), trace.claims[at].event);
    assert_eq!(claim(0), ("within", None));
    assert_eq!(claim(1), ("level", None));
    assert_eq!(claim(2), ("no-token-lost", None));
    assert_eq!(claim(3), ("nobody-overtakes", None));
    assert_eq!(trace.claims.len(), 4);
    assert_eq!(trace.events.len(), 410);
    assert_eq!(trace.fingerprint(), 0x4fd6_5159_3e75_0400);
}
