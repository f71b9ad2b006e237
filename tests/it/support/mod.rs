//! A real server: the binary, on a knowledge base of its own, on a free port, stopped by its id.

pub mod database;
pub mod smtp;

use std::{
    fs,
    io::{BufRead as _, BufReader},
    net::TcpListener,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use serde_json::Value;

/// A folder with a knowledge base, an index and a database, and a server on it while one runs.
pub struct Site {
    pub folder: tempfile::TempDir,
    pub port: u16,
    database: String,
    server: Option<Child>,
    environment: Vec<(String, String)>,
}

/// What came back.
pub struct Answer {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: String,
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.body))
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }
}

pub fn binary() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_answerdesk"));
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("ANSWERDESK_")) {
        command.env_remove(name);
    }
    command
}

fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

impl Site {
    /// A knowledge base of these files (path below `kb/`, text); no server yet.
    pub fn new(files: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let database = format!("sqlite://{}", folder.path().join("data/answerdesk.db").display());
        let site = Self { folder, port: free_port(), database, server: None, environment: Vec::new() };
        fs::create_dir_all(site.kb()).unwrap();
        for (path, text) in files {
            site.write(path, text);
        }
        site
    }

    /// A variable for every command of this site.
    pub fn environment(&mut self, name: &str, value: &str) {
        self.environment.push((name.to_owned(), value.to_owned()));
    }

    pub fn kb(&self) -> PathBuf {
        self.folder.path().join("kb")
    }

    pub fn write(&self, path: &str, text: &str) {
        let file = self.kb().join(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, text).unwrap();
    }

    pub fn remove(&self, path: &str) {
        fs::remove_file(self.kb().join(path)).unwrap();
    }

    /// The program with this site's folders.
    pub fn command(&self) -> Command {
        self.command_on(&self.kb())
    }

    pub fn command_on(&self, kb: &Path) -> Command {
        let mut command = binary();
        command.current_dir(self.folder.path());
        command.envs(self.environment.iter().map(|(name, value)| (name, value)));
        command.args(["--index", "index", "--database-url", &self.database, "--kb"]).arg(kb);
        command
    }

    /// Standard output of a command, which must exit with `code`.
    pub fn run(&self, arguments: &[&str], code: i32) -> String {
        let output = self.command().args(arguments).output().unwrap();
        let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        assert_eq!(output.status.code(), Some(code), "{arguments:?}\n{out}\n{err}");
        out.into_owned()
    }

    /// Starts the server and waits until it is ready; what it logs goes on to the test's output.
    pub fn start(mut self) -> Self {
        self.start_again();
        self
    }

    /// Starts the server on a knowledge base elsewhere.
    pub fn start_on(mut self, kb: &Path) -> Self {
        let command = self.command_on(kb);
        self.spawn(command);
        self
    }

    pub fn start_again(&mut self) {
        let command = self.command();
        self.spawn(command);
    }

    fn spawn(&mut self, mut command: Command) {
        assert!(self.server.is_none(), "already running");
        command.args(["serve", "--listen", &format!("127.0.0.1:{}", self.port)]).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let log = BufReader::new(child.stderr.take().unwrap());
        std::thread::spawn(move || log.lines().map_while(Result::ok).for_each(|line| eprintln!("{line}")));
        self.server = Some(child);
        self.wait("the server to be ready", |site| site.try_get("/readyz").is_some_and(|answer| answer.status == 200));
    }

    /// `kill -9`.
    pub fn kill(&mut self) {
        let mut child = self.server.take().expect("a running server");
        child.kill().unwrap();
        child.wait().unwrap();
    }

    /// Asks the server to end (`kill -TERM`), and waits until it has.
    pub fn stop(&mut self) {
        let mut child = self.server.take().expect("a running server");
        assert!(Command::new("kill").arg(child.id().to_string()).status().unwrap().success());
        child.wait().unwrap();
    }

    /// Asks again and again, at most for five minutes (a large knowledge base on a busy machine).
    pub fn wait(&self, what: &str, mut holds: impl FnMut(&Self) -> bool) -> Duration {
        let begun = Instant::now();
        while !holds(self) {
            assert!(begun.elapsed() < Duration::from_mins(5), "waited in vain for {what}");
            std::thread::park_timeout(Duration::from_millis(20));
        }
        begun.elapsed()
    }

    pub fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }

    pub fn get(&self, path: &str) -> Answer {
        self.try_get(path).unwrap_or_else(|| panic!("no answer from {path}"))
    }

    pub fn try_get(&self, path: &str) -> Option<Answer> {
        read(agent().get(self.url(path)).call())
    }

    pub fn get_with(&self, path: &str, headers: &[(&str, &str)]) -> Answer {
        let mut request = agent().get(self.url(path));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        read(request.call()).unwrap_or_else(|| panic!("no answer from {path}"))
    }

    pub fn post(&self, path: &str, headers: &[(&str, &str)], body: &Value) -> Answer {
        self.try_post(path, headers, body).unwrap_or_else(|| panic!("no answer from {path}"))
    }

    pub fn post_form(&self, path: &str, headers: &[(&str, &str)], form: &str) -> Answer {
        let kind = ("content-type", "application/x-www-form-urlencoded");
        self.send(path, &[&[kind], headers].concat(), form)
    }

    /// Any body, of the kind that the headers say.
    pub fn send(&self, path: &str, headers: &[(&str, &str)], body: &str) -> Answer {
        let request =
            headers.iter().fold(agent().post(self.url(path)), |request, (name, value)| request.header(*name, *value));
        read(request.send(body)).unwrap_or_else(|| panic!("no answer from {path}"))
    }

    /// A form with files; its parts are divided by `XX`.
    pub fn post_multipart(&self, path: &str, body: &[u8]) -> Answer {
        let request = agent().post(self.url(path)).header("content-type", "multipart/form-data; boundary=XX");
        read(request.send(body)).unwrap_or_else(|| panic!("no answer from {path}"))
    }

    pub fn patch(&self, path: &str, headers: &[(&str, &str)], body: &Value) -> Answer {
        let mut request = agent().patch(self.url(path)).header("content-type", "application/json");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        read(request.send(body.to_string())).unwrap_or_else(|| panic!("no answer from {path}"))
    }

    pub fn try_post(&self, path: &str, headers: &[(&str, &str)], body: &Value) -> Option<Answer> {
        let mut request = agent().post(self.url(path)).header("content-type", "application/json");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        read(request.send(body.to_string()))
    }
}

fn agent() -> ureq::Agent {
    ureq::Agent::config_builder()
        .http_status_as_error(false)
        .max_redirects(0)
        .timeout_global(Some(Duration::from_secs(10)))
        .build()
        .into()
}

fn read(result: Result<ureq::http::Response<ureq::Body>, ureq::Error>) -> Option<Answer> {
    let mut response = result.ok()?;
    let headers = response.headers().iter();
    let headers =
        headers.map(|(name, value)| (name.to_string(), value.to_str().unwrap_or_default().to_owned())).collect();
    let body = response.body_mut().with_config().limit(32 << 20).read_to_string().ok()?;
    Some(Answer { status: response.status().as_u16(), headers, body })
}

impl Drop for Site {
    fn drop(&mut self) {
        if let Some(mut child) = self.server.take() {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}
