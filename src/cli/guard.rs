//! A fault of the program ends the work on one file, not the run.
//!
//! A panic is such a fault. What the standard library would print in the middle of the run is kept instead, and becomes
//! the failure of the file that was being worked on.

use super::exit::Failure;
use std::any::Any;
use std::backtrace::{Backtrace, BacktraceStatus};
use std::cell::RefCell;
use std::panic::{self, AssertUnwindSafe};

/// Characters of a panic's words that are told: some hold whole lines of a text.
const TOLD: usize = 200;

thread_local! {
    /// The last panic of this thread.
    static LAST: RefCell<Option<Fault>> = const { RefCell::new(None) };
}

/// What is known of a panic besides its words.
struct Fault {
    place: String,
    /// Empty unless the user set `RUST_BACKTRACE`.
    backtrace: Backtrace,
}

/// Keeps panics from being printed where they happen. Whoever works on something that may panic uses [`guarded`].
pub fn install() {
    panic::set_hook(Box::new(|info| {
        let place = info.location().map(ToString::to_string).unwrap_or_default();
        // A thread that is ending keeps nothing any more, and nobody waits for it.
        let _ = LAST.try_with(|last| last.replace(Some(Fault { place, backtrace: Backtrace::capture() })));
    }));
}

/// Does the work on what messages call `shown`. A panic in it becomes a failure; what the work was changing may be left
/// half changed.
///
/// # Errors
/// Those of the work, and its panic.
pub fn guarded<T>(shown: &str, work: impl FnOnce() -> Result<T, Failure>) -> Result<T, Failure> {
    LAST.take();
    let work = || {
        #[cfg(debug_assertions)]
        panic_on_purpose(shown);
        work()
    };
    panic::catch_unwind(AssertUnwindSafe(work))
        .unwrap_or_else(|payload| Err(internal_error(shown, words(&*payload), LAST.take())))
}

/// Panics on the file that a test names: no text is known to do it. Not in a release.
#[cfg(debug_assertions)]
fn panic_on_purpose(shown: &str) {
    let named = std::env::var_os("RUBRICATE_TEST_PANIC").is_some_and(|name| name == shown);
    assert!(!named, "a fault\non purpose");
}

/// The words of a panic.
fn words(payload: &(dyn Any + Send)) -> &str {
    let constant = payload.downcast_ref::<&str>().copied();
    constant.or_else(|| payload.downcast_ref::<String>().map(String::as_str)).unwrap_or("a panic without words")
}

fn internal_error(shown: &str, words: &str, fault: Option<Fault>) -> Failure {
    // In one line, so that it can be found among others.
    let mut said: String = words.chars().map(|c| if c.is_control() { ' ' } else { c }).take(TOLD).collect();
    if words.chars().nth(TOLD).is_some() {
        said.push('…');
    }
    let (mut place, mut trace) = (String::new(), String::new());
    if let Some(fault) = fault {
        place = format!(" ({})", fault.place);
        if fault.backtrace.status() == BacktraceStatus::Captured {
            trace = format!("\n{}", fault.backtrace);
        }
    }
    let version = env!("CARGO_PKG_VERSION");
    Failure(format!(
        "{shown}: internal error: {said}{place}: this is a fault of rubricate {version}: please report it, with this \
         message and the shortest text that shows it{trace}"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn failed(words: &str) -> String {
        let Err(Failure(message)) = guarded::<()>("letter.txt", || panic!("{words}")) else { panic!("it went on") };
        message
    }

    #[test]
    fn a_panic_is_a_failure_of_the_file_in_one_line() {
        let message = failed("byte 3 of\n\"ẞ\"");
        assert!(message.starts_with("letter.txt: internal error: byte 3 of \"ẞ\""), "{message}");
        assert!(message.contains("please report it") && message.contains(env!("CARGO_PKG_VERSION")), "{message}");
        assert_eq!(message.lines().count(), 1);
    }

    #[test]
    fn a_panic_that_quotes_the_text_is_cut() {
        let message = failed(&"ä".repeat(100_000));
        assert!(message.contains(&("ä".repeat(TOLD) + "…")) && message.len() < 1000, "{} bytes", message.len());
    }

    #[test]
    fn what_goes_well_or_fails_by_itself_stays_as_it_is() {
        assert!(matches!(guarded("letter.txt", || Ok(1)), Ok(1)));
        let failure = guarded::<()>("letter.txt", || Err(Failure("no such file".into())));
        assert!(matches!(failure, Err(Failure(message)) if message == "no such file"));
    }
}
