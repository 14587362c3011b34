//! Counts steps of work, so that a test can hold twice as much text against once as much. A clock would measure the
//! machine. Outside tests nothing is counted.

#[cfg(test)]
thread_local! {
    static STEPS: std::cell::Cell<usize> = const { std::cell::Cell::new(0) };
}

/// Says that so many steps were done.
#[inline]
pub(crate) fn step(count: usize) {
    #[cfg(test)]
    STEPS.set(STEPS.get() + count);
    #[cfg(not(test))]
    let _ = count;
}

/// Does work that another thread waits for, and says how many steps it took, for that thread to add.
#[cfg(any(test, feature = "schema"))]
pub(crate) fn counted<T>(work: impl FnOnce() -> T) -> (T, usize) {
    #[cfg(test)]
    let before = STEPS.get();
    let done = work();
    #[cfg(test)]
    return (done, STEPS.get() - before);
    #[cfg(not(test))]
    (done, 0)
}

/// The steps that some work takes on this thread, and on those that it waits for if they are counted.
#[cfg(test)]
pub(crate) fn steps_of<T>(work: impl FnOnce() -> T) -> usize {
    counted(work).1
}
