//! One conversation, taken to be written: nobody else writes to it meanwhile.

use std::collections::BTreeMap;

use interaction_wrap_up::domain::catalog::Catalog;
use interaction_wrap_up::domain::id::{AgentId, CodeId, InteractionId, SegmentId};
use interaction_wrap_up::domain::interaction::Interaction;
use interaction_wrap_up::domain::segment::Segment;
use interaction_wrap_up::domain::service::conclusion::{self, Told};
use interaction_wrap_up::domain::service::erasure::erase_words_of;
use interaction_wrap_up::domain::service::kept::Kept;
use interaction_wrap_up::domain::time::{Millis, Timestamp};
use sqlx::{Any, Row, Transaction};

use super::audit::{self, Entry};
use super::now::Beside;
use super::{Store, Stored};
use crate::clock;

/// See the module.
pub struct Conversation {
    pub(super) transaction: Transaction<'static, Any>,
    id: InteractionId,
    record: Option<Interaction>,
    /// Whether its words were taken out.
    erased: bool,
    segments: BTreeMap<SegmentId, Kept>,
    changed: Vec<SegmentId>,
    pub(super) beside: Vec<(SegmentId, Beside)>,
}

impl Store {
    /// Takes a conversation, which is made if there is none.
    pub async fn conversation(&self, id: &InteractionId) -> Stored<Conversation> {
        Conversation::take(self.begin().await?, id).await
    }

    /// The conversation of a segment.
    pub async fn conversation_of(&self, segment: &SegmentId) -> Stored<Option<InteractionId>> {
        let row =
            sqlx::query("SELECT interaction FROM segments WHERE id = $1").bind(segment.as_str());
        let Some(row) = row.fetch_optional(&self.reads).await? else { return Ok(None) };
        Ok(InteractionId::new(row.try_get::<String, _>(0)?).ok())
    }

    /// Whether anything is due at that instant.
    pub async fn has_due(&self, at: Timestamp) -> Stored<bool> {
        let row = sqlx::query("SELECT 1 FROM interactions WHERE due_at <= $1 LIMIT 1").bind(at.0);
        Ok(row.fetch_optional(&self.reads).await?.is_some())
    }

    /// Takes the conversation of which something is due first at that instant, if any.
    /// What another server has just taken is passed over.
    pub async fn due(&self, at: Timestamp) -> Stored<Option<Conversation>> {
        let mut transaction = self.begin().await?;
        let row =
            sqlx::query(self.dialect.due()).bind(at.0).fetch_optional(&mut *transaction).await?;
        let id = row.map(|row| row.try_get::<String, _>(0)).transpose()?;
        match id.and_then(|id| InteractionId::new(id).ok()) {
            Some(id) => Ok(Some(Conversation::take(transaction, &id).await?)),
            None => Ok(None),
        }
    }
}

impl Conversation {
    async fn take(mut transaction: Transaction<'static, Any>, id: &InteractionId) -> Stored<Self> {
        // Writing is what keeps others away, in either database.
        let sql = "INSERT INTO interactions (id, touched, made_at) VALUES ($1, 1, $2) \
                   ON CONFLICT (id) DO UPDATE SET touched = interactions.touched + 1 \
                   RETURNING record, erased_at";
        let upsert = sqlx::query(sql).bind(id.as_str()).bind(clock::now().0);
        let row = upsert.fetch_one(&mut *transaction).await?;
        let record: Option<String> = row.try_get(0)?;
        let record = record.map(|record| serde_json::from_str(&record)).transpose()?;
        let erased = row.try_get::<Option<i64>, _>(1)?.is_some();
        let rows =
            sqlx::query("SELECT kept FROM segments WHERE interaction = $1").bind(id.as_str());
        let mut segments = BTreeMap::new();
        for row in rows.fetch_all(&mut *transaction).await? {
            let kept: Kept = serde_json::from_str(row.try_get(0)?)?;
            segments.insert(kept.segment.id.clone(), kept);
        }
        let (changed, beside) = (Vec::new(), Vec::new());
        Ok(Self { transaction, id: id.clone(), record, erased, segments, changed, beside })
    }

    pub(super) const fn id(&self) -> &InteractionId {
        &self.id
    }

    pub(super) const fn record_mut(&mut self) -> Option<&mut Interaction> {
        self.record.as_mut()
    }

    /// Whether anybody has told of it.
    pub fn is_known(&self) -> bool {
        self.record.is_some() || !self.segments.is_empty()
    }

    /// Whether all its wrap-ups have closed, and nobody is on it any more.
    pub fn is_over(&self) -> bool {
        let mut segments = self.segments.values();
        segments.all(|each| !each.segment.is_unfinished())
            && self.record.as_ref().is_none_or(|record| !record.state.is_live())
    }

    /// Its segments.
    pub fn segments(&self) -> impl Iterator<Item = &Kept> {
        self.segments.values()
    }

    /// A segment of it.
    pub fn segment(&self, id: &SegmentId) -> Option<&Kept> {
        self.segments.get(id)
    }

    /// Whether that segment is one of another conversation.
    pub async fn is_elsewhere(&mut self, id: &SegmentId) -> Stored<bool> {
        if self.segments.contains_key(id) {
            return Ok(false);
        }
        let row = sqlx::query("SELECT 1 FROM segments WHERE id = $1").bind(id.as_str());
        Ok(row.fetch_optional(&mut *self.transaction).await?.is_some())
    }

    /// Puts a segment in the place of the one of its id.
    ///
    /// False where that is just like it.
    pub fn put(&mut self, kept: Kept) -> bool {
        let id = kept.segment.id.clone();
        if self.segments.get(&id) == Some(&kept) {
            return false;
        }
        self.segments.insert(id.clone(), kept);
        if !self.changed.contains(&id) {
            self.changed.push(id);
        }
        true
    }

    /// What is set up.
    pub async fn catalog(&mut self) -> Stored<Catalog> {
        let row = sqlx::query("SELECT record FROM catalog WHERE id = 1");
        let row = row.fetch_one(&mut *self.transaction).await?;
        Ok(serde_json::from_str(row.try_get(0)?)?)
    }

    /// Whether the page of `agent` has told of it before.
    pub async fn was_told_by(&mut self, agent: &AgentId) -> Stored<bool> {
        let row = sqlx::query("SELECT 1 FROM reports WHERE interaction = $1 AND agent = $2");
        let row = row.bind(self.id.as_str()).bind(agent.as_str());
        Ok(row.fetch_optional(&mut *self.transaction).await?.is_some())
    }

    /// Takes over what the page of `agent` tells of it. False where a later word of that
    /// page is known.
    pub async fn report(
        &mut self,
        agent: &AgentId,
        revision: u64,
        changed: Timestamp,
        record: &Interaction,
    ) -> Stored<bool> {
        let sql = "INSERT INTO reports (interaction, agent, revision, changed_at, record, worded) \
                   VALUES ($1, $2, $3, $4, $5, $6) \
                   ON CONFLICT (interaction, agent) DO UPDATE SET revision = excluded.revision, \
                     changed_at = excluded.changed_at, record = excluded.record, \
                     worded = excluded.worded \
                   WHERE reports.revision < excluded.revision";
        let revision = i64::try_from(revision).unwrap_or(i64::MAX);
        let mut record = record.clone();
        if self.erased {
            erase_words_of(&mut record);
        }
        let upsert = sqlx::query(sql).bind(self.id.as_str()).bind(agent.as_str()).bind(revision);
        let upsert = upsert.bind(changed.0).bind(serde_json::to_string(&record)?);
        let upsert = upsert.bind(i64::from(!self.erased));
        Ok(upsert.execute(&mut *self.transaction).await?.rows_affected() > 0)
    }

    pub(super) async fn told(&mut self) -> Stored<Vec<Told>> {
        let sql =
            "SELECT agent, changed_at, record FROM reports WHERE interaction = $1 ORDER BY agent";
        let rows =
            sqlx::query(sql).bind(self.id.as_str()).fetch_all(&mut *self.transaction).await?;
        let mut told = Vec::new();
        for row in rows {
            let Ok(agent) = AgentId::new(row.try_get::<String, _>(0)?) else { continue };
            let record = serde_json::from_str(row.try_get(2)?)?;
            told.push(Told { agent, changed: Timestamp(row.try_get(1)?), record });
        }
        Ok(told)
    }

    /// Adds to the trail.
    pub async fn note(&mut self, at: Timestamp, entry: Entry<'_>) -> Stored<()> {
        let id = self.id.clone();
        let entry = Entry { interaction: Some(&id), ..entry };
        audit::add(&mut self.transaction, at, entry).await?;
        Ok(())
    }

    /// Writes what has changed and what follows for the conversation. `grace` is how long
    /// pages that went are waited for.
    pub async fn finish(mut self, grace: Millis) -> Stored<()> {
        let told = self.told().await?;
        let segments: Vec<_> = self.segments.values().cloned().collect();
        let record = conclusion::conclude(self.record.as_ref(), told, &segments);
        let due = segments.iter().filter_map(|each| each.due(grace)).map(|due| due.at).min();
        let record = record.map(|record| serde_json::to_string(&record)).transpose()?;
        let update = sqlx::query("UPDATE interactions SET record = $1, due_at = $2 WHERE id = $3");
        let update = update.bind(record).bind(due.map(|due| due.0)).bind(self.id.as_str());
        update.execute(&mut *self.transaction).await?;
        for id in std::mem::take(&mut self.changed) {
            self.write(&id).await?;
        }
        self.write_beside().await?;
        Ok(self.transaction.commit().await?)
    }

    async fn write(&mut self, id: &SegmentId) -> Stored<()> {
        let Some(kept) = self.segments.get(id) else { return Ok(()) };
        let segment = &kept.segment;
        let state = match (segment.is_unfinished(), segment.open()) {
            (false, _) => "closed",
            (true, Some(_)) => "open",
            (true, None) => "parked",
        };
        let closed = segment.closed().map(|closed| kept.ahead.here(closed.closure.at).0);
        let sql = "INSERT INTO segments (id, interaction, agent, state, opened_at, closed_at, kept, worded) \
                   VALUES ($1, $2, $3, $4, $5, $6, $7, $8) \
                   ON CONFLICT (id) DO UPDATE SET state = excluded.state, \
                     opened_at = excluded.opened_at, closed_at = excluded.closed_at, kept = excluded.kept, \
                     worded = excluded.worded";
        let upsert = sqlx::query(sql).bind(id.as_str()).bind(self.id.as_str());
        let upsert = upsert.bind(segment.agent.as_str()).bind(state);
        let upsert = upsert.bind(kept.ahead.here(segment.opened_at).0).bind(closed);
        let upsert = upsert.bind(serde_json::to_string(kept)?);
        upsert.bind(i64::from(kept.has_words())).execute(&mut *self.transaction).await?;
        for code in used(segment) {
            let sql = "INSERT INTO recorded_codes (code) VALUES ($1) ON CONFLICT (code) DO NOTHING";
            sqlx::query(sql).bind(code.as_str()).execute(&mut *self.transaction).await?;
        }
        Ok(())
    }
}

/// The codes that were chosen in it, suggested or saved.
fn used(segment: &Segment) -> impl Iterator<Item = &CodeId> {
    let saved = segment.closed().into_iter().flat_map(|closed| {
        let versions = closed.versions.iter().filter_map(|version| version.code.as_ref());
        closed.closure.code.iter().chain(versions).map(|code| &code.id)
    });
    segment.draft.code.iter().chain(&segment.suggestion).chain(saved)
}
