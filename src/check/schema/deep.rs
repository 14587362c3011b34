//! Room for work that calls itself.

use crate::steps::{counted, step};

/// Stack of the threads that compile and validate, in bytes. The validator calls itself once for each level, of which
/// there are at most 512, in a document (`source::guard`) as in a schema. Reserved, not used.
const STACK: usize = 128 << 20;

/// Runs `work` on a thread with a stack of its own. `None` if it panicked.
pub(super) fn deep<T: Send>(work: impl FnOnce() -> T + Send) -> Option<T> {
    let (done, steps) = std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().name("schema".into()).stack_size(STACK);
        thread.spawn_scoped(scope, || counted(work)).ok()?.join().ok()
    })?;
    step(steps);
    Some(done)
}
