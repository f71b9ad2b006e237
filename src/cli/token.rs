//! `answerdesk token`

use std::process::ExitCode;

use anyhow::{Context as _, bail};
use jiff::{SignedDuration, Timestamp};
use serde_json::json;

use crate::{
    base::Clock,
    config::Config,
    desk::Role,
    store::{ApiTokenId, NewApiToken, Store},
};

/// Arguments.
#[derive(Debug, clap::Subcommand)]
pub enum Arguments {
    /// Make a token; its secret is shown once
    #[command(after_help = "Example:\n  answerdesk token add \"nightly export\" --role agent --days 365")]
    Add {
        /// What it is for
        name: String,
        /// What it may do: admin, agent or writer
        #[arg(long, default_value = "agent")]
        role: Role,
        /// Days it is good for [default: until it is revoked]
        #[arg(long, value_parser = clap::value_parser!(u16).range(1..))]
        days: Option<u16>,
        /// Print one JSON document on standard output
        #[arg(long)]
        json: bool,
    },
    /// List them, without their secrets
    List {
        /// Print one JSON document on standard output
        #[arg(long)]
        json: bool,
    },
    /// End a token at once
    Revoke {
        /// Its id, or its name where only one has it
        token: String,
    },
}

/// Runs the command.
///
/// # Errors
/// When it cannot be carried out.
pub fn run(arguments: &Arguments, config: &Config) -> anyhow::Result<ExitCode> {
    super::runtime()?.block_on(async {
        let store = Store::connect(&config.database_url).await?;
        store.migrate().await?;
        let now = Clock::System.now();
        match arguments {
            Arguments::Add { name, role, days, json } => {
                let expires_at = days.map(|days| now + SignedDuration::from_hours(24 * i64::from(days)));
                let new = NewApiToken { name: name.clone(), role: *role, expires_at, created_by: None };
                add(&store, new, *json, now).await?;
            }
            Arguments::List { json } => list(&store, *json, now).await?,
            Arguments::Revoke { token } => revoke(&store, token, now).await?,
        }
        store.close().await;
        Ok(ExitCode::SUCCESS)
    })
}

async fn add(store: &Store, new: NewApiToken, json: bool, now: Timestamp) -> anyhow::Result<()> {
    let tx = store.write().await?;
    let (row, secret) = tx.insert_api_token(new, now).await?;
    tx.commit().await?;
    if json {
        let expires_at = row.expires_at;
        let token = secret.reveal();
        super::print_json(
            &json!({ "id": row.id, "name": row.name, "role": row.role, "token": token, "expires_at": expires_at }),
        )
    } else {
        eprintln!("Keep it: it is not shown again.");
        println!("{}", secret.reveal());
        Ok(())
    }
}

async fn list(store: &Store, json: bool, now: Timestamp) -> anyhow::Result<()> {
    let tokens = store.list_api_tokens().await?;
    if json {
        let shown = tokens.iter().map(|token| {
            json!({
                "id": token.id, "name": token.name, "role": token.role, "created_at": token.created_at,
                "expires_at": token.expires_at, "used_at": token.used_at, "revoked_at": token.revoked_at,
            })
        });
        return super::print_json(&shown.collect::<Vec<_>>());
    }
    for token in tokens {
        let state = match (token.revoked_at, token.expires_at) {
            (Some(_), _) => "revoked",
            (None, Some(end)) if end.0 <= now => "over",
            _ => "good",
        };
        println!("{}  {state:<7}  {:<6}  {}", token.id, token.role.as_str(), token.name);
    }
    Ok(())
}

async fn revoke(store: &Store, wanted: &str, now: Timestamp) -> anyhow::Result<()> {
    let good: Vec<_> = store.list_api_tokens().await?.into_iter().filter(|row| row.revoked_at.is_none()).collect();
    let by_id = wanted.parse::<ApiTokenId>().ok();
    let found: Vec<_> = good.iter().filter(|row| Some(row.id) == by_id || row.name == wanted).collect();
    if found.len() > 1 {
        bail!("several tokens are called “{wanted}”; give the id of one");
    }
    let token = found.first().with_context(|| format!("there is no good token “{wanted}”"))?;
    let tx = store.write().await?;
    tx.revoke_api_token(token.id, now).await?;
    tx.commit().await?;
    println!("“{}” is revoked.", token.name);
    Ok(())
}
