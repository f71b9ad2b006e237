//! `answerdesk user`

use std::{
    io::{IsTerminal as _, Read as _},
    process::ExitCode,
};

use anyhow::{Context as _, bail};
use serde_json::json;

use crate::{
    base::{Clock, Locale},
    config::Config,
    desk::Role,
    store::{LinkPurpose, NewUser, Store, User, UserChange},
};

/// Arguments.
#[derive(Debug, clap::Subcommand)]
pub enum Arguments {
    /// Let a person in
    #[command(after_help = "The password is asked for, or read from standard input when that is no terminal.\n\n\
                            Examples:\n  answerdesk user add ada@example.org --name \"Ada Lovelace\" --role admin\n  \
                            answerdesk user add bob@example.org --invite\n  \
                            pwgen -s 20 1 | answerdesk user add eve@example.org")]
    Add {
        /// E-mail address
        email: String,
        /// Name as customers see it [default: the part before the @]
        #[arg(long)]
        name: Option<String>,
        /// admin, agent or writer
        #[arg(long, default_value = "agent")]
        role: Role,
        /// Language of the desk for them [default: the browser's]
        #[arg(long)]
        locale: Option<Locale>,
        /// Print a link that is good once, for 72 hours, instead of asking for a password
        #[arg(long)]
        invite: bool,
    },
    /// List them
    List {
        /// Print one JSON document on standard output
        #[arg(long)]
        json: bool,
    },
    /// Keep a person out, at once
    Disable {
        /// E-mail address
        email: String,
        /// Let them in again
        #[arg(long)]
        undo: bool,
    },
    /// Give a person a new password; ends their sessions
    Password {
        /// E-mail address
        email: String,
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
        match arguments {
            Arguments::Add { email, name, role, locale, invite } => {
                let new = NewUser {
                    email: email.clone(),
                    name: name.clone().unwrap_or_else(|| email.split('@').next().unwrap_or(email).to_owned()),
                    role: *role,
                    password_hash: None,
                    locale: locale.clone(),
                };
                add(&store, config, new, *invite).await?;
            }
            Arguments::List { json } => list(&store, *json).await?,
            Arguments::Disable { email, undo } => {
                change(&store, email, UserChange { disabled: Some(!undo), ..UserChange::default() }).await?;
                println!("{email} {}.", if *undo { "may come in again" } else { "is out" });
            }
            Arguments::Password { email } => {
                find(&store, email).await?;
                let password_hash = Some(store.hash_password(&read_password()?).await?);
                change(&store, email, UserChange { password_hash, ..UserChange::default() }).await?;
                println!("{email} has a new password.");
            }
        }
        store.close().await;
        Ok(ExitCode::SUCCESS)
    })
}

async fn add(store: &Store, config: &Config, mut new: NewUser, invite: bool) -> anyhow::Result<()> {
    if new.email.parse::<lettre::Address>().is_err() {
        bail!("“{}” is no e-mail address", new.email);
    }
    if store.find_user_by_email(&new.email).await?.is_some() {
        bail!("there is a user {} already", new.email);
    }
    if !invite {
        new.password_hash = Some(store.hash_password(&read_password()?).await?);
    }
    let now = Clock::System.now();
    let tx = store.write().await?;
    let user = tx.insert_user(new, now).await?;
    let link = if invite { Some(tx.insert_link(LinkPurpose::Invite, Some(user.id), now).await?) } else { None };
    tx.commit().await?;
    match link {
        Some(link) => println!("{}/desk/setup/{}", config.public_url(), link.reveal()),
        None => println!("{} may come in as {}.", user.email, user.role),
    }
    Ok(())
}

async fn list(store: &Store, json: bool) -> anyhow::Result<()> {
    let users = store.list_users().await?;
    if json {
        let shown = users.iter().map(|user| {
            json!({
                "id": user.id, "email": user.email, "name": user.name, "role": user.role,
                "disabled": user.disabled_at.is_some(), "has_password": user.password_hash.is_some(),
                "created_at": user.created_at, "signed_in_at": user.signed_in_at,
            })
        });
        return super::print_json(&shown.collect::<Vec<_>>());
    }
    for user in users {
        println!("{:<7} {:<32} {}{}", user.role.as_str(), user.email, user.name, remark(&user));
    }
    Ok(())
}

fn remark(user: &User) -> &'static str {
    match (user.disabled_at, &user.password_hash) {
        (Some(_), _) => "  (disabled)",
        (None, None) => "  (invited)",
        _ => "",
    }
}

async fn find(store: &Store, email: &str) -> anyhow::Result<User> {
    store.find_user_by_email(email).await?.with_context(|| format!("there is no user {email}"))
}

async fn change(store: &Store, email: &str, change: UserChange) -> anyhow::Result<()> {
    let user = find(store, email).await?;
    let tx = store.write().await?;
    tx.update_user(user.id, change, Clock::System.now()).await?;
    Ok(tx.commit().await?)
}

/// Asks twice on a terminal; else the first line of standard input. Never an argument, which everybody
/// on the machine could read.
fn read_password() -> anyhow::Result<String> {
    if std::io::stdin().is_terminal() {
        let password = rpassword::prompt_password("Password: ")?;
        if password != rpassword::prompt_password("Once more: ")? {
            bail!("the two are not the same");
        }
        return Ok(password);
    }
    let mut text = String::new();
    std::io::stdin().take(4096).read_to_string(&mut text)?;
    Ok(text.lines().next().unwrap_or_default().to_owned())
}
