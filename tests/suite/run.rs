//! Runs the real binary in a folder of its own.

use std::fs;
use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};
use tempfile::TempDir;

/// A letter of our own.
pub const LETTER: &str = "Harwick, 4 March 1911\n\nDear Miss Alder,\n\nThe parcel came on Tuesday, and the seeds are \
                          already in the ground.\n\nYours sincerely,\n\nJ. Thorne\n";
/// The same in bytes that are no UTF-8: a pound sign of Windows-1252.
pub const OLD_BYTES: &[u8] =
    b"Harwick, 4 March 1911\n\nDear Miss Alder,\n\nThe seeds cost \xa33 and came on Tuesday.\n";

/// A folder to run in.
pub struct Folder(TempDir);

/// What a run came to.
#[derive(Debug)]
pub struct Run {
    pub code: Option<i32>,
    pub stdout: Vec<u8>,
    pub stderr: String,
}

impl Folder {
    pub fn new() -> Self {
        Self(TempDir::new().expect("the system has room for a folder"))
    }

    /// A folder with one letter, `letter.txt`.
    pub fn with_letter() -> Self {
        let folder = Self::new();
        folder.write("letter.txt", LETTER);
        folder
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub fn write(&self, name: &str, content: impl AsRef<[u8]>) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().expect("it lies in a folder")).expect("folders can be made here");
        fs::write(path, content).expect("files can be written here");
    }

    pub fn read(&self, name: &str) -> Vec<u8> {
        fs::read(self.path(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    pub fn exists(&self, name: &str) -> bool {
        self.path(name).exists()
    }

    /// All files below, sorted.
    pub fn files(&self) -> Vec<String> {
        let mut files = Vec::new();
        let mut folders = vec![self.0.path().to_owned()];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).expect("our own folder can be read") {
                let path = entry.expect("our own folder can be read").path();
                if path.is_dir() {
                    folders.push(path);
                } else {
                    let below = path.strip_prefix(self.0.path()).expect("it was found there");
                    files.push(below.to_string_lossy().replace('\\', "/"));
                }
            }
        }
        files.sort();
        files
    }

    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_rubricate"));
        command.args(args).current_dir(self.0.path());
        command.env_remove("SOURCE_DATE_EPOCH").env_remove("NO_COLOR").env_remove("RUST_BACKTRACE");
        command
    }

    pub fn run(&self, args: &[&str]) -> Run {
        finish(self.command(args).stdin(Stdio::null()).output())
    }

    pub fn run_with_stdin(&self, args: &[&str], input: &[u8]) -> Run {
        let mut command = self.command(args);
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
        let child = child.as_mut().expect("the binary was built for this test");
        // A run that fails at once does not read its input.
        let _ = child.stdin.take().expect("it was asked for").write_all(input);
        let mut run = Run { code: None, stdout: Vec::new(), stderr: String::new() };
        let mut stderr = Vec::new();
        std::io::Read::read_to_end(child.stdout.as_mut().expect("piped"), &mut run.stdout).expect("a pipe can be read");
        std::io::Read::read_to_end(child.stderr.as_mut().expect("piped"), &mut stderr).expect("a pipe can be read");
        run.code = child.wait().expect("it was started").code();
        run.stderr = String::from_utf8(stderr).expect("messages are UTF-8");
        run
    }
}

pub fn finish(output: std::io::Result<Output>) -> Run {
    let Output { status, stdout, stderr } = output.expect("the binary was built for this test");
    Run { code: status.code(), stdout, stderr: String::from_utf8(stderr).expect("messages are UTF-8") }
}

impl Run {
    /// The run ended with this code; shows the messages when it did not.
    #[track_caller]
    pub fn ended(self, code: i32) -> Self {
        assert_eq!(self.code, Some(code), "{}", self.stderr);
        assert!(!self.stderr.contains("panicked"), "{}", self.stderr);
        self
    }

    /// The messages hold all these words.
    #[track_caller]
    pub fn says(self, words: &[&str]) -> Self {
        for word in words {
            assert!(self.stderr.contains(word), "no `{word}` in: {}", self.stderr);
        }
        self
    }
}
