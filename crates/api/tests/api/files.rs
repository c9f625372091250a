//! Evidence: in, out, in pieces, for whom, and who looked.

use axum::body::Body;
use serde_json::{Value, json};
use testkit::evidence::{RIVER, Scene, photo};

use crate::support::{Answer, Who, World, complaint};

fn id(uploaded: &Value) -> String {
    uploaded["id"].as_str().unwrap().to_owned()
}

async fn range(world: &World, who: Who, path: &str, range: &str) -> Answer {
    let request = world.request(who, "GET", path).header("range", range);
    world.send(request.body(Body::empty()).unwrap()).await
}

/// D1, D2, D8: up as raw body and as a form, down whole and in pieces; the other side gets no position, and every look is on file.
#[tokio::test]
async fn a_photo_comes_in_and_goes_out_to_whoever_may_see_it() {
    let world = World::new().await;
    let picture = photo("coat.jpg", Scene::Label, 1, Some(RIVER));
    let uploaded = world.upload(Who::Consumer, "%E5%A4%A7%E8%A1%A3.jpg", "image/jpeg", &picture.bytes).await;
    assert_eq!(uploaded.status, 201);
    let uploaded = uploaded.ok();
    assert_eq!(uploaded["size"], picture.bytes.len());
    assert_eq!(uploaded["media_type"], "image/jpeg");
    let path = format!("/evidence/{}", id(&uploaded));
    for who in [Who::OtherConsumer, Who::Merchant, Who::Intake] {
        world.get(who, &path).await.refused(404, "unknown_evidence");
    }

    world.report(testkit::builders::order("SO-1")).await;
    let mut body = complaint("SO-1");
    body["evidence_ids"] = json!([uploaded["id"]]);
    let number =
        world.post(Who::Consumer, "/complaints", &body).await.ok()["number"].as_str().unwrap().to_owned();
    world.get(Who::Merchant, &path).await.refused(404, "unknown_evidence");
    world.act(Who::Intake, &number, "accept", &json!({})).await.ok();

    let own = world.get(Who::Consumer, &path).await;
    assert_eq!(own.body, picture.bytes);
    assert!(own.header("content-disposition").contains("filename*=UTF-8''%E5%A4%A7%E8%A1%A3.jpg"));
    assert_eq!(own.header("accept-ranges"), "bytes");
    assert_eq!(own.header("x-content-type-options"), "nosniff");
    assert!(own.header("content-security-policy").contains("sandbox"));
    assert_eq!(own.header("cache-control"), "private, no-store");
    let clean = world.get(Who::Merchant, &path).await;
    assert_eq!(clean.status, 200);
    assert_ne!(clean.body, picture.bytes, "the other side gets a copy without position");
    assert_ne!(clean.header("etag"), own.header("etag"));

    let part = range(&world, Who::Consumer, &path, "bytes=10-19").await;
    assert_eq!(part.status, 206);
    assert_eq!(part.body, picture.bytes[10..20]);
    assert_eq!(part.header("content-range"), format!("bytes 10-19/{}", picture.bytes.len()));
    let tail = range(&world, Who::Consumer, &path, "bytes=-5").await;
    assert_eq!(tail.body, picture.bytes[picture.bytes.len() - 5..]);
    range(&world, Who::Consumer, &path, "bytes=99999999-").await.refused(416, "range_not_satisfiable");

    let trail = format!("{path}/custody");
    let looks = world.get(Who::Intake, &trail).await.ok();
    let items = looks["items"].as_array().unwrap();
    let times: i64 = items.iter().map(|look| look["times"].as_i64().unwrap()).sum();
    assert_eq!((items.len(), times), (2, 4), "the consumer three times, the merchant once: {looks}");
    let paged = world.get(Who::Intake, &format!("{trail}?limit=1")).await.ok();
    let next = paged["next"].as_str().unwrap();
    let rest = world.get(Who::Intake, &format!("{trail}?limit=1&cursor={next}")).await.ok();
    assert_eq!([&paged["items"][0], &rest["items"][0]], [&items[0], &items[1]]);
    assert_eq!(rest["next"], Value::Null);
    world.get(Who::Intake, &format!("{trail}?cursor=x")).await.refused(422, "query_invalid");
    let own_looks = world.get(Who::Consumer, &trail).await.ok();
    assert!(own_looks["items"].as_array().unwrap().iter().all(|look| look["name"].is_null()));
    world.get(Who::Merchant, &trail).await.refused(403, "not_allowed");
    world.get(Who::OtherMerchant, &trail).await.refused(404, "unknown_evidence");
}

/// B11, C19, D2, D8: the merchant who opens a file or takes the case file has been told of the case; both are looks, and
/// the case file holds the consumer's photo without its place.
#[tokio::test]
async fn a_merchant_who_reads_through_a_side_door_has_been_told() {
    let world = World::new().await;
    let coat = photo("coat.jpg", Scene::Label, 1, Some(RIVER));
    for (order, by_bundle) in [("SO-1", false), ("SO-2", true)] {
        world.report(testkit::builders::order(order)).await;
        let file = id(&world.upload(Who::Consumer, "coat.jpg", "image/jpeg", &coat.bytes).await.ok());
        let mut body = complaint(order);
        body["evidence_ids"] = json!([file]);
        let filed = world.post(Who::Consumer, "/complaints", &body).await.ok();
        let number = filed["number"].as_str().unwrap().to_owned();
        world.act(Who::Intake, &number, "accept", &json!({})).await.ok();
        let dispute = app::case::find(&world.app, number.parse().unwrap()).await.unwrap().unwrap();
        let told = async || {
            let state = app::case::state(&world.app, dispute).await.unwrap();
            state.respondent_notified.is_some()
        };
        assert!(!told().await);
        let what = if by_bundle {
            let bundle = world.get(Who::Merchant, &format!("/disputes/{number}/bundle")).await;
            assert_eq!(bundle.header("content-length"), bundle.body.len().to_string());
            let verified = record::verify_bundle_from(bundle.body.as_slice(), None).unwrap();
            assert_eq!(verified.cleaned.len(), 1);
            assert!(!bundle.body.windows(6).any(|part| part == b"Exif\0\0"));
            "exported"
        } else {
            world.get(Who::Merchant, &format!("/evidence/{file}")).await;
            "viewed"
        };
        assert!(told().await, "{what}");
        let trail = world.get(Who::Intake, &format!("/evidence/{file}/custody")).await.ok();
        assert_eq!((&trail["items"][0]["what"], &trail["next"]), (&json!(what), &Value::Null));
    }
}

/// B16: one case file at a time for each caller; the next one is told to wait, in words.
#[tokio::test]
async fn a_caller_has_one_case_file_under_way() {
    let world = World::new().await;
    let number = world.accepted("SO-1").await;
    let long = "三天内没有回电。".repeat(40_000);
    let file = id(&world.upload(Who::Consumer, "a.txt", "text/plain", long.as_bytes()).await.ok());
    let give = json!({"evidence_ids": [file], "audience": "all"});
    world.act(Who::Consumer, &number, "provide-evidence", &give).await.ok();
    let path = format!("/disputes/{number}/bundle");
    let request = world.request(Who::Merchant, "GET", &path).body(Body::empty()).unwrap();
    let untaken = tower::ServiceExt::oneshot(world.router.clone(), request).await.unwrap();
    assert_eq!(untaken.status(), 200);
    let again = world.get(Who::Merchant, &path).await;
    again.refused(429, "bundle_under_way");
    assert_eq!(again.header("retry-after"), "60");
    assert_eq!(world.get(Who::Consumer, &path).await.status, 200);
}

/// D1: a form is streamed too; what is empty, too large, disguised or nameless is refused and leaves nothing.
#[tokio::test]
async fn forms_are_taken_and_bad_files_are_not() {
    let world = World::new().await;
    let picture = photo("p.jpg", Scene::Label, 2, None);
    let mut form = b"--b\r\nContent-Disposition: form-data; name=\"note\"\r\n\r\nx\r\n--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"p.jpg\"\r\nContent-Type: image/jpeg\r\n\r\n".to_vec();
    form.extend(&picture.bytes);
    form.extend(b"\r\n--b--\r\n");
    let request = world
        .request(Who::Merchant, "POST", "/evidence")
        .header("content-type", "multipart/form-data; boundary=b");
    let taken = world.send(request.body(Body::from(form)).unwrap()).await.ok();
    assert_eq!(taken["size"], picture.bytes.len());
    assert_eq!(taken["name"], "p.jpg");

    // The framework's own limit for forms does not apply; a form in which no file comes is given up early.
    let send = async |form: Vec<u8>| {
        let request = world.request(Who::Merchant, "POST", "/evidence");
        let request = request.header("content-type", "multipart/form-data; boundary=b");
        let pieces: Vec<_> = form.chunks(8192).map(|p| Ok::<_, std::io::Error>(p.to_vec())).collect();
        world.send(request.body(Body::from_stream(futures_util::stream::iter(pieces))).unwrap()).await
    };
    let head = b"--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"log.txt\"\r\nContent-Type: text/plain\r\n\r\n";
    let long = [head, &vec![b'x'; 3 << 20][..], b"\r\n--b--\r\n"].concat();
    assert_eq!(send(long).await.ok()["size"], 3 << 20);
    let endless = [&b"--b\r\nX: "[..], &vec![b'x'; 3 << 20][..]].concat();
    send(endless).await.refused(400, "file_broken_off");

    world.upload(Who::Consumer, "a.jpg", "image/jpeg", b"").await.refused(422, "file_empty");
    world
        .upload(Who::Consumer, "a.jpg", "image/jpeg", b"MZ\x90\x00 not a picture")
        .await
        .refused(415, "file_type_not_taken");
    world
        .upload(Who::Consumer, "a.jpg", "image/jpeg", &vec![0; 9 * 1024 * 1024])
        .await
        .refused(413, "file_too_large");
    let nameless = world.request(Who::Consumer, "POST", "/evidence").header("content-type", "image/jpeg");
    world.send(nameless.body(Body::from(picture.bytes.clone())).unwrap()).await.refused(422, "query_invalid");
    world.upload(Who::Consumer, "%00", "image/jpeg", &picture.bytes).await.refused(422, "file_name_invalid");
    let broken = futures_util::stream::iter([
        Ok(bytes::Bytes::from_static(b"\xff\xd8\xff\xe0")),
        Err(std::io::Error::other("gone")),
    ]);
    let request =
        world.request(Who::Consumer, "POST", "/evidence?name=b.jpg").header("content-type", "image/jpeg");
    world.send(request.body(Body::from_stream(broken)).unwrap()).await.refused(400, "file_broken_off");
    world.get(Who::Consumer, "/evidence/nonsense").await.refused(404, "unknown_evidence");
}

/// D3: an item of evidence is used in one case, and only by whoever uploaded it.
#[tokio::test]
async fn a_file_is_used_once_and_by_its_owner() {
    let world = World::new().await;
    let picture = photo("p.jpg", Scene::Label, 3, None);
    let (first, second) = (world.accepted("SO-1").await, world.accepted("SO-2").await);
    let file = id(&world.upload(Who::Consumer, "p.jpg", "image/jpeg", &picture.bytes).await.ok());
    let give = json!({"evidence_ids": [file], "audience": "all"});
    world.act(Who::Merchant, &first, "provide-evidence", &give).await.refused(422, "unknown_evidence");
    world.act(Who::Consumer, &first, "provide-evidence", &give).await.ok();
    world
        .act(Who::Consumer, &second, "provide-evidence", &give)
        .await
        .refused(409, "evidence_used_elsewhere");
    let finding =
        json!({"evidence_id": file, "state": "verified", "how": "原图比对", "reason": "与实物一致"});
    let checked = world.act(Who::Intake, &first, "assess-evidence", &finding).await.ok();
    assert_eq!(checked["dispute"]["evidence"][0]["state"], "verified");
    world.act(Who::Consumer, &first, "assess-evidence", &finding).await.refused(403, "not_allowed");
}
