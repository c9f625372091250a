//! Consumers, merchants and staff who talk to the server over HTTP.

use std::path::Path;

use reqwest::{Client, Method, RequestBuilder, StatusCode};
use serde_json::{Value, json};

/// What was answered.
#[derive(Debug, Clone)]
pub struct Answer {
    pub status: StatusCode,
    pub body: Value,
}

impl Answer {
    /// The body of an answer that must have this status.
    pub fn expect(self, status: u16) -> Value {
        assert_eq!(self.status.as_u16(), status, "{}", self.body);
        self.body
    }
}

/// Someone who is signed in.
#[derive(Debug, Clone)]
pub struct Person {
    client: Client,
    token: String,
}

impl Person {
    pub fn token(&self) -> &str {
        &self.token
    }

    fn request(&self, method: Method, address: String) -> RequestBuilder {
        self.client.request(method, address).bearer_auth(&self.token)
    }

    pub async fn get(&self, base: &str, path: &str) -> Answer {
        answer(self.request(Method::GET, format!("{base}/api/v1{path}"))).await.unwrap()
    }

    /// Writes under an idempotency key; an error when the connection broke off.
    pub async fn try_post(&self, base: &str, path: &str, key: &str, body: &Value) -> reqwest::Result<Answer> {
        let request = self.request(Method::POST, format!("{base}/api/v1{path}"));
        answer(request.header("Idempotency-Key", key).json(body)).await
    }

    pub async fn post(&self, base: &str, path: &str, key: &str, body: &Value) -> Answer {
        match self.try_post(base, path, key, body).await {
            Ok(answer) => answer,
            Err(error) => panic!("{path} under {key}: {error:?}"),
        }
    }

    /// Uploads a file.
    pub async fn upload(&self, base: &str, name: &str, media_type: &str, bytes: Vec<u8>) -> Answer {
        let request = self.request(Method::POST, format!("{base}/api/v1/evidence?name={name}"));
        answer(request.header("Content-Type", media_type).body(bytes)).await.unwrap()
    }
}

async fn answer(request: RequestBuilder) -> reqwest::Result<Answer> {
    let response = request.send().await?;
    let status = response.status();
    let bytes = response.bytes().await?;
    Ok(Answer { status, body: serde_json::from_slice(&bytes).unwrap_or(Value::Null) })
}

/// Everybody of a demo, by what `demo.json` says.
#[derive(Debug, Clone)]
pub struct People {
    demo: Value,
    pub client: Client,
}

impl People {
    /// Reads `demo.json` of a demo's folder.
    pub fn read(data: &Path) -> Self {
        let demo = std::fs::read(data.join("demo.json")).unwrap();
        Self { demo: serde_json::from_slice(&demo).unwrap(), client: Client::new() }
    }

    pub fn public_key(&self) -> &str {
        self.demo["public_key"].as_str().unwrap()
    }

    /// Orders that nobody has complained about.
    pub fn quiet_orders(&self) -> Vec<&Value> {
        self.demo["orders"].as_array().unwrap().iter().filter(|order| order["dispute"].is_null()).collect()
    }

    /// Cases that are there already.
    pub fn cases(&self) -> Vec<String> {
        let orders = self.demo["orders"].as_array().unwrap().iter();
        orders.filter_map(|order| order["dispute"].as_str().map(str::to_owned)).collect()
    }

    fn person(&self, fits: impl Fn(&Value) -> bool) -> Person {
        let found = self.demo["people"].as_array().unwrap().iter().find(|person| fits(person)).unwrap();
        Person { client: self.client.clone(), token: found["token"].as_str().unwrap().to_owned() }
    }

    /// Someone with this role.
    pub fn role(&self, role: &str) -> Person {
        self.person(|person| person["role"] == role)
    }

    /// Someone by their name.
    pub fn named(&self, name: &str) -> Person {
        self.person(|person| person["name"] == name)
    }

    /// The person that the shop's order is of.
    pub fn consumer_of(&self, order: &Value) -> Person {
        self.person(|person| person["role"] == "consumer" && person["name"] == order["consumer"])
    }

    /// A complaint about poor communication: one that fits every order.
    pub fn complaint(order: &Value, description: &str) -> Value {
        json!({
            "kind": "poor_communication",
            "order_id": order["order_id"],
            "description": description,
            "answers": {"what": "slow", "open_question": "什么时候退款？"},
            "claims": [{"remedy_type": "apology"}],
            "separate_problem": true,
        })
    }

    pub fn message(text: &str) -> Value {
        json!({"text": text, "evidence_ids": [], "audience": "all"})
    }
}
