//! Records in ServiceNow: by its Wrap Up API, and by its Table API what that has not
//! (configurations, the conversation's state, corrections), or all of it where an
//! instance has no Wrap Up API. What is sent and what an answer means is decided by
//! [`servicenow`](crate::domain::servicenow); `docs/servicenow.md` is for those who set an
//! instance up.
//!
//! | told | there |
//! |--|--|
//! | a segment opened | `POST segment/create`, unless it is there |
//! | it changed | nothing, but for what an AI suggests: `PUT segment/update/ai` |
//! | it closed | `PUT segment/update`, unless it had |
//! | it was corrected | `PATCH` of its row, unless it had been |
//! | a conversation | `PATCH` of its state, unless it is closed there |
//!
//! No key makes anything count once there. So each of these looks first, and what is
//! found decides whether anything is sent.

mod known;

use core::cell::{Cell, RefCell};
use core::fmt;

use self::known::Known;
use super::http::{self, Service, SignIn};
use super::{
    About, Answer, Backend, BackendError, Farewell, Parcel, Presence, Receipt, Report, Trouble,
    Verdict, path,
};
use crate::browser::fetch::{self, Method, Request};
use crate::browser::fetch_later::Switch;
use crate::browser::{clock, codec, console};
use crate::domain::catalog::Catalog;
use crate::domain::closure::{Closure, Version};
use crate::domain::code::CodeRef;
use crate::domain::configuration::Rules;
use crate::domain::delivery::parcel::Progress;
use crate::domain::id::{AgentId, CodeId, SegmentId};
use crate::domain::interaction::{Interaction, InteractionState};
use crate::domain::record::RecordError;
use crate::domain::segment::{Closed, Segment};
use crate::domain::service::Ahead;
use crate::domain::servicenow::answer::{self, Failure};
use crate::domain::servicenow::decision::{self, Closing, Correcting, Leaving, Opening, Reading};
use crate::domain::servicenow::json::Json;
use crate::domain::servicenow::standing::Standing;
use crate::domain::servicenow::{catalog, is_sys_id, sys_id, table, written};
use crate::domain::time::Timestamp;

const WRAP_UP: &str = "api/now/wrapup/segment/";
const TABLE: &str = "api/now/table/";

type Outcome<T> = Result<T, BackendError>;

/// See the module.
pub struct ServiceNowBackend {
    service: Service,
    leaving: Leaving,
    /// Whether the instance has the Wrap Up API, as far as is known.
    has_api: Cell<bool>,
    known: RefCell<Known>,
    switches: RefCell<Vec<Switch>>,
}

impl fmt::Debug for ServiceNowBackend {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ServiceNowBackend").field("service", &self.service).finish_non_exhaustive()
    }
}

impl ServiceNowBackend {
    /// The instance at `base`, an address or a path of the page's own server.
    pub fn new(base: &str, leaving: Leaving) -> Self {
        Self {
            service: Service::new(base),
            leaving,
            has_api: Cell::new(true),
            known: RefCell::default(),
            switches: RefCell::default(),
        }
    }

    /// The same, signed in by the session's cookies.
    #[must_use]
    pub fn with_cookies(mut self) -> Self {
        self.service.cookies = true;
        self
    }

    /// The same, signed in by headers of the host's, such as `X-UserToken`.
    #[must_use]
    pub fn with_sign_in(mut self, sign_in: Box<SignIn>) -> Self {
        self.service.sign_in = Some(sign_in);
        self
    }

    fn reading(&self) -> Reading {
        Reading { ahead: self.ahead(), leaving: self.leaving }
    }

    fn ahead(&self) -> Ahead {
        self.known.borrow().ahead
    }

    fn request(&self, method: Method, path: &str, body: Option<&Json>) -> Outcome<Request> {
        let body = body.map(codec::to_json).transpose().map_err(refused)?;
        let mut headers = vec![("Accept".to_owned(), "application/json".to_owned())];
        headers.extend(body.as_ref().map(|_| http::json()).into_iter().flatten());
        Ok(self.service.request(method, path, headers, body))
    }

    /// Asks, and gives the status with the JSON that came.
    async fn ask(&self, method: Method, path: &str, body: Option<&Json>) -> Outcome<(u16, Json)> {
        let response = self.service.send(self.request(method, path, body)?).await?;
        if let Some(time) = response.server_time {
            let mut known = self.known.borrow_mut();
            known.time = Some(time);
            known.ahead = Ahead::of(time, clock::now().wall);
        }
        if let Some(later) = http::not_now(&response) {
            return Err(later);
        }
        match codec::from_json(&response.body) {
            Ok(body) => Ok((response.status, body)),
            // A success of somebody else's (a proxy, a sign-in page) confirms nothing.
            Err(_) if response.status < 300 => Err(unclear()),
            Err(_) => Ok((response.status, Json::Null)),
        }
    }

    /// Asks the Table API.
    async fn ask_table(&self, method: Method, path: &str, body: Option<&Json>) -> Outcome<Json> {
        let path = [TABLE, path].concat();
        let (status, body) = self.ask(method, &path, body).await?;
        answer::table(status, &body).cloned().map_err(failed)
    }

    fn goes_on_without_api(&self) {
        if self.has_api.replace(false) {
            console::warn(
                "this ServiceNow instance has no Wrap Up API; wrap-ups are written to its tables, \
                 and suggestions stay in this page",
            );
        }
    }

    async fn read_catalog(&self) -> Outcome<Catalog> {
        let query = |table: &str, query: &str| {
            let mut path = [table, "?sysparm_exclude_reference_link=true&sysparm_query="].concat();
            path::escape(query, &mut path);
            path
        };
        let path = query(table::CODE, "ORDERBYcode");
        let codes = self.ask_table(Method::Get, &path, None).await?;
        let path = query(table::CONFIGURATION, "active=true^ORDERBYorder");
        let configurations = self.ask_table(Method::Get, &path, None).await?;
        let torn = |name: &str, error: RecordError| refused(error.under(name));
        let codes = catalog::rows(&codes, catalog::code).map_err(|it| torn(table::CODE, it))?;
        let configurations = catalog::rows(&configurations, catalog::configuration)
            .map_err(|it| torn(table::CONFIGURATION, it))?;
        for (name, wrong) in [(table::CODE, codes.1), (table::CONFIGURATION, configurations.1)] {
            for error in wrong {
                console::warn(&["left out: ", &error.under(name).to_string()].concat());
            }
        }
        let catalog = Catalog { configurations: configurations.0, codes: codes.0 };
        self.known.borrow_mut().set_up(&catalog.configurations, &catalog.codes);
        Ok(catalog)
    }

    /// The segment that is there for `about`, if any.
    async fn find(&self, about: &About) -> Outcome<Option<Standing>> {
        let agent = sys_id("agent", about.agent.as_str()).map_err(refused)?;
        let interaction = sys_id("interaction", about.interaction.as_str()).map_err(refused)?;
        let known = self.known.borrow().sys_id(&about.segment);
        let mut found = None;
        if self.has_api.get() {
            let path = match &known {
                Some(known) => [WRAP_UP, known].concat(),
                None => [WRAP_UP, "agent/", agent, "/interaction/", interaction].concat(),
            };
            let (status, body) = self.ask(Method::Get, &path, None).await?;
            match answer::wrap_up(status, &body) {
                Ok(content) => found = Standing::of_answer(content).map_err(refused)?,
                Err(Failure::NoApi) => self.goes_on_without_api(),
                // That there is none is said as a failure.
                Err(Failure::Said(_)) if known.is_none() && matches!(status, 200 | 400 | 404) => {}
                Err(failure) => return Err(failed(failure)),
            }
        }
        if !self.has_api.get() {
            found = self.find_row(agent, interaction, known.as_deref()).await?;
        }
        let ahead = self.ahead();
        if let Some(found) = found.as_ref().filter(|found| found.is_of(about, ahead)) {
            self.known.borrow_mut().keep(&about.segment, found.sys_id.clone());
        }
        Ok(found)
    }

    async fn find_row(
        &self,
        agent: &str,
        interaction: &str,
        known: Option<&str>,
    ) -> Outcome<Option<Standing>> {
        const PLAIN: &str = "sysparm_exclude_reference_link=true";
        let row = if let Some(known) = known {
            let path = [table::SEGMENT, "/", known, "?", PLAIN].concat();
            self.ask_table(Method::Get, &path, None).await?
        } else {
            let latest = ["agent=", agent, "^interaction=", interaction, "^ORDERBYDESCopened_on"];
            let mut path = [table::SEGMENT, "?", PLAIN, "&sysparm_limit=1&sysparm_query="].concat();
            path::escape(&latest.concat(), &mut path);
            let rows = self.ask_table(Method::Get, &path, None).await?;
            rows.elements().map_err(refused)?.first().cloned().unwrap_or_default()
        };
        if row.is_nothing() {
            return Ok(None);
        }
        let mut standing = Standing::of_row(&row).map_err(refused)?;
        if let Some(code) = &mut standing.code {
            code.label = self.known.borrow().label(&code.id).unwrap_or_default().to_owned();
        }
        Ok(Some(standing))
    }

    /// Makes the segment there, by `rules` where they are known.
    async fn make(&self, about: &About, rules: Option<&Rules>) -> Outcome<()> {
        let ahead = self.ahead();
        if self.has_api.get() {
            let body = written::opening(about, rules, ahead);
            let path = [WRAP_UP, "create"].concat();
            let (status, body) = self.ask(Method::Post, &path, Some(&body)).await?;
            match answer::wrap_up(status, &body) {
                Ok(content) => {
                    let made = content.needed("sys_id").map_err(refused)?;
                    self.known.borrow_mut().keep(&about.segment, made);
                    return Ok(());
                }
                Err(Failure::NoApi) => self.goes_on_without_api(),
                Err(failure) => return Err(failed(failure)),
            }
        }
        let row = written::opening_row(about, ahead);
        let made = self.ask_table(Method::Post, table::SEGMENT, Some(&row)).await?;
        let made = made.needed("sys_id").map_err(refused)?;
        self.known.borrow_mut().keep(&about.segment, made);
        Ok(())
    }

    async fn tell_opened(&self, segment: &Segment) -> Outcome<Verdict> {
        let about = About::of(segment);
        let mut refusal = None;
        loop {
            let found = self.find_with_cause(&about, None).await?;
            match (decision::opening(&about, found.as_ref(), self.reading()), refusal) {
                (Opening::Closed(closed), _) => return Ok(Verdict::Overruled(closed)),
                (Opening::There, _) => break,
                (Opening::Make, Some(refusal)) => return Err(refusal),
                (Opening::Make, None) => match self.make(&about, Some(&segment.rules)).await {
                    // The instance may have made it itself: looking again says so.
                    Err(error @ BackendError::Refused { .. }) => refusal = Some(error),
                    made => break made?,
                },
            }
        }
        let Segment { suggestion, suggested_notes, .. } = segment;
        self.suggest(&about, suggestion.as_ref(), suggested_notes).await?;
        Ok(Verdict::Taken)
    }

    async fn tell_changed(&self, progress: &Progress) -> Outcome<Verdict> {
        let Progress { about, suggestion, suggested_notes, .. } = progress;
        self.suggest(about, suggestion.as_ref(), suggested_notes).await?;
        Ok(Verdict::Taken)
    }

    /// Tells what an AI suggests, where the configuration takes that from elsewhere and it
    /// is news. A refusal keeps nothing from going on.
    async fn suggest(&self, about: &About, code: Option<&CodeId>, notes: &str) -> Outcome<()> {
        let (sys_id, said) = {
            let known = self.known.borrow();
            let label = code.and_then(|id| known.label(id)).map(ToOwned::to_owned);
            let said = (label, notes.to_owned());
            let configuration = about.configuration.as_ref();
            let takes = configuration.is_some_and(|it| known.takes_suggestions(&it.id));
            let Some(sys_id) = known.sys_id(&about.segment) else { return Ok(()) };
            let says = said.0.is_some() || !said.1.is_empty();
            if !takes || !says || !self.has_api.get() || !known.is_news(&about.segment, &said) {
                return Ok(());
            }
            (sys_id, said)
        };
        let body = written::suggestion(&sys_id, said.0.as_deref(), &said.1);
        let path = [WRAP_UP, "update/ai"].concat();
        self.ask(Method::Put, &path, Some(&body)).await?;
        self.known.borrow_mut().told(&about.segment, said);
        Ok(())
    }

    async fn tell_closed(&self, about: &About, closure: &Closure) -> Outcome<Verdict> {
        let mut refusal = None;
        loop {
            let found = self.find_with_cause(about, Some(closure)).await?;
            match decision::closing(about, closure, found.as_ref(), self.reading()) {
                Closing::Counted => return Ok(Verdict::Taken),
                Closing::Overruled(closed) => return Ok(Verdict::Overruled(closed)),
                Closing::Late(closed) => {
                    self.write_over(about, closure.code.as_ref(), &closure.notes).await?;
                    let versions = vec![Version::late(closure.clone())];
                    return Ok(Verdict::TakenLate(Box::new(Closed { versions, ..*closed })));
                }
                Closing::Write { .. } | Closing::Make if refusal.is_some() => {
                    return Err(refusal.unwrap_or_else(unclear));
                }
                Closing::Make => {
                    self.make(about, None).await?;
                    match self.write(about, closure, false).await {
                        Err(error @ BackendError::Refused { .. }) => refusal = Some(error),
                        done => return done.map(|()| Verdict::Taken),
                    }
                }
                // Refused, it may have been closed meanwhile: looking again says so.
                Closing::Write { confirm } => match self.write(about, closure, confirm).await {
                    Err(error @ BackendError::Refused { .. }) => refusal = Some(error),
                    done => return done.map(|()| Verdict::Taken),
                },
            }
        }
    }

    /// The same; of what closed otherwise than `closure`, whether the time did it.
    async fn find_with_cause(
        &self,
        about: &About,
        closure: Option<&Closure>,
    ) -> Outcome<Option<Standing>> {
        let mut found = self.find(about).await?;
        if let Some(found) = &mut found {
            let holds = closure.is_some_and(|it| found.holds(it.code.as_ref(), &it.notes));
            if decision::asks_who_closed(found, holds) {
                found.timed_out = self.is_timed_out(&found.sys_id).await?;
            }
        }
        Ok(found)
    }

    async fn is_timed_out(&self, segment: &str) -> Outcome<Option<bool>> {
        let path = [table::SEGMENT, "/", segment, "?sysparm_fields=timed_out"].concat();
        match self.ask_table(Method::Get, &path, None).await {
            Ok(row) => row.truth("timed_out").map_err(refused),
            // Who may not read the table does not know.
            Err(BackendError::Refused { .. }) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// How a closure goes out: method aside, the address and the body.
    fn closing(
        &self,
        about: &About,
        closure: &Closure,
        confirm: bool,
    ) -> Option<(Method, String, Json)> {
        let known = self.known.borrow();
        let segment = known.sys_id(&about.segment)?;
        let (code, ahead) = (closure.code.as_ref(), known.ahead);
        Some(if self.has_api.get() {
            let confirmed = confirm.then_some((closure.at, ahead));
            let path = [WRAP_UP, "update?segment_sys_id=", &segment].concat();
            (Method::Put, path, written::closing(code, &closure.notes, confirmed))
        } else {
            let code = code.and_then(|code| row_code(&known, code));
            let path = [TABLE, table::SEGMENT, "/", &segment].concat();
            (Method::Patch, path, written::closing_row(closure, code.as_deref(), confirm, ahead))
        })
    }

    async fn write(&self, about: &About, closure: &Closure, confirm: bool) -> Outcome<()> {
        loop {
            let (method, path, body) = self.closing(about, closure, confirm).ok_or_else(unclear)?;
            let (status, body) = self.ask(method, &path, Some(&body)).await?;
            let by_api = method == Method::Put;
            if by_api {
                match answer::wrap_up(status, &body) {
                    Err(Failure::NoApi) => {
                        self.goes_on_without_api();
                        continue;
                    }
                    Err(failure) => return Err(failed(failure)),
                    Ok(content) => {
                        let told = Standing::of_answer(content).map_err(refused)?;
                        // Taken, and still open: that is no answer to this.
                        let closed = told.is_none_or(|told| told.closed);
                        return if closed { Ok(()) } else { Err(unclear()) };
                    }
                }
            }
            return match answer::table(status, &body).map_err(failed)? {
                Json::Null => Err(gone()),
                _ => Ok(()),
            };
        }
    }

    /// Puts other words in the place of those of a closed segment.
    async fn write_over(&self, about: &About, code: Option<&CodeRef>, notes: &str) -> Outcome<()> {
        let (path, row) = {
            let known = self.known.borrow();
            let segment = known.sys_id(&about.segment).ok_or_else(unclear)?;
            let code = code.and_then(|code| row_code(&known, code));
            let row = written::correcting_row(code.as_deref(), notes);
            ([table::SEGMENT, "/", &segment].concat(), row)
        };
        match self.ask_table(Method::Patch, &path, Some(&row)).await? {
            Json::Null => Err(gone()),
            _ => Ok(()),
        }
    }

    async fn tell_corrected(&self, about: &About, version: &Version) -> Outcome<Verdict> {
        let found = self.find(about).await?;
        match decision::correcting(version, found.as_ref()) {
            Correcting::Counted => {}
            Correcting::Write => {
                self.write_over(about, version.code.as_ref(), &version.notes).await?;
            }
            Correcting::NotClosed => return Err(gone()),
        }
        Ok(Verdict::Taken)
    }

    async fn tell_interaction(&self, record: &Interaction, agent: &AgentId) -> Outcome<Verdict> {
        if !decision::knows(record, agent) {
            return Ok(Verdict::Taken);
        }
        let id = sys_id("interaction", record.id.as_str()).map_err(refused)?;
        let path = [table::INTERACTION, "/", id].concat();
        let state = [&path, "?sysparm_fields=state"].concat();
        let row = self.ask_table(Method::Get, &state, None).await?;
        if row.is_nothing() {
            return Err(gone());
        }
        let there = row.text("state").map_err(refused)?.unwrap_or_default();
        let is_last = record.state == InteractionState::ClosedComplete;
        let others_open = is_last && self.others_open(id, agent).await?;
        if decision::writes_state(record, &there, others_open) {
            let row = written::interaction_row(record, self.ahead());
            self.ask_table(Method::Patch, &path, Some(&row)).await?;
        }
        Ok(Verdict::Taken)
    }

    /// Whether other agents' wrap-ups of that conversation are open.
    async fn others_open(&self, interaction: &str, agent: &AgentId) -> Outcome<bool> {
        let query = ["interaction=", interaction, "^state=open^agent!=", agent.as_str()].concat();
        let mut path =
            [table::SEGMENT, "?sysparm_limit=1&sysparm_fields=sys_id&sysparm_query="].concat();
        path::escape(&query, &mut path);
        match self.ask_table(Method::Get, &path, None).await {
            Ok(rows) => Ok(!rows.elements().map_err(refused)?.is_empty()),
            // Who may not read the table does not know of others.
            Err(BackendError::Refused { .. }) => Ok(false),
            Err(error) => Err(error),
        }
    }

    async fn tell(&self, parcel: &Parcel) -> Outcome<Receipt> {
        let verdict = match &parcel.report {
            Report::Interaction(record) => self.tell_interaction(record, &parcel.agent).await?,
            Report::Opened(segment) => self.tell_opened(segment).await?,
            Report::Changed(progress) => self.tell_changed(progress).await?,
            Report::Closed { about, closure } => self.tell_closed(about, closure).await?,
            Report::Corrected { about, version } => self.tell_corrected(about, version).await?,
        };
        Ok(Receipt { verdict, time: self.known.borrow_mut().time.take() })
    }

    async fn look(&self, segments: &[About]) -> Outcome<Vec<(SegmentId, Presence)>> {
        let mut known = Vec::new();
        for about in segments {
            let found = self.find_with_cause(about, None).await?;
            let Reading { ahead, leaving } = self.reading();
            let Some(found) = found.filter(|found| found.is_of(about, ahead)) else { continue };
            let closed = found.as_closed(about, ahead, leaving.otherwise()).map(Box::new);
            known.push((about.segment.clone(), closed.map_or(Presence::Open, Presence::Closed)));
        }
        Ok(known)
    }

    /// What a page says that nobody waits for: closures that were accepted, of segments
    /// that are known there; and where wrap-ups end with their page, the open ones.
    fn last_words(&self, farewell: &Farewell) -> Vec<Request> {
        let finals = farewell.finals.iter().filter_map(|report| match report {
            Report::Closed { about, closure } => self.closing(about, closure, false),
            _ => None,
        });
        let ends = farewell.segments.iter().filter(|left| {
            let of_instance = !written::is_external(&left.progress.about);
            // Notes that found no room are not to be ended without.
            self.leaving == Leaving::End && of_instance && !left.shortened
        });
        let ends = ends.filter_map(|left| {
            let closure = self.ended(&left.progress, farewell.at)?;
            self.closing(&left.progress.about, &closure, false)
        });
        let requests = finals.chain(ends);
        let request = |(method, path, body): (Method, String, Json)| {
            let request = self.request(method, &path, Some(&body)).ok()?;
            Some(self.service.last_request(request, true))
        };
        requests.filter_map(request).collect()
    }

    /// An open wrap-up, ended with what was entered; `None` where the label of its code is
    /// not known.
    fn ended(&self, progress: &Progress, at: Timestamp) -> Option<Closure> {
        let known = self.known.borrow();
        let code = match &progress.draft.code {
            Some(id) => Some(CodeRef { id: id.clone(), label: known.label(id)?.to_owned() }),
            None => None,
        };
        decision::ended(progress, code, at)
    }
}

impl Backend for ServiceNowBackend {
    fn this_browser_only(&self) -> bool {
        false
    }

    fn catalog(&self) -> Answer<'_, Catalog> {
        Box::pin(self.read_catalog())
    }

    fn deliver<'a>(&'a self, parcel: &'a Parcel) -> Answer<'a, Receipt> {
        Box::pin(self.tell(parcel))
    }

    /// Any answer tells the time in its `Date`.
    fn time(&self) -> Answer<'_, Option<Timestamp>> {
        Box::pin(async {
            let path = [table::CODE, "?sysparm_limit=1&sysparm_fields=sys_id"].concat();
            self.ask_table(Method::Get, &path, None).await?;
            Ok(self.known.borrow_mut().time.take())
        })
    }

    fn farewell(&self, farewell: &Farewell) {
        self.switches.take();
        for request in self.last_words(farewell) {
            // Who is gone reads no answer; who is back looks.
            fetch::send_off(&request);
        }
    }

    fn when_vanished(&self, farewell: Option<&Farewell>) {
        let requests = farewell.map_or_else(Vec::new, |farewell| self.last_words(farewell));
        self.switches.take();
        let armed = requests.iter().filter_map(|it| Switch::arm(it, None).ok().flatten());
        self.switches.replace(armed.collect());
    }

    fn back<'a>(&'a self, segments: &'a [About]) -> Answer<'a, Vec<(SegmentId, Presence)>> {
        Box::pin(self.look(segments))
    }
}

/// The name of a code in a row.
fn row_code(known: &Known, code: &CodeRef) -> Option<String> {
    let own = Some(&code.id).filter(|id| is_sys_id(id.as_str()));
    let id = own.or_else(|| known.code(&code.label).map(|code| &code.id));
    id.map(ToString::to_string)
}

#[allow(clippy::needless_pass_by_value)] // errors are mapped with it
fn refused(error: RecordError) -> BackendError {
    BackendError::Refused { reason: error.under("servicenow").to_string() }
}

fn failed(failure: Failure) -> BackendError {
    let reason = match failure {
        Failure::NoApi => "there is no such interface at this address".to_owned(),
        Failure::Said(words) => words,
        Failure::Torn(error) => return refused(error),
    };
    BackendError::Refused { reason }
}

/// There is no such record, or it is not as it would have to be.
fn gone() -> BackendError {
    BackendError::Refused { reason: "ServiceNow has no such record to change".to_owned() }
}

/// What came says neither yes nor no.
fn unclear() -> BackendError {
    BackendError::TryAgain { trouble: Trouble::Failed, after: None }
}
