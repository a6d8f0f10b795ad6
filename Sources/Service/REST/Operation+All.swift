import Interchange

extension Operation {
  private typealias Answers = [(status: Int, type: String?, schema: JSONValue?)]

  private static func json(_ schema: String, _ status: Int = 200) -> Answers {
    [(status, "application/json", OpenAPIDocument.ref(schema))]
  }

  private static let object: Answers = [(200, "application/json", Schemas.anything)]

  /// Of addresses whose parameters can contradict each other, which their schemas do not tell.
  private static let senseless = json("Problem", 400)
  /// Of tus' addresses, and of those that take bytes with a checksum.
  private static let tusTroubles = json("Problem", 412)
  private static let checksumTroubles = json("Problem", 400) + json("Problem", 460)
  private static let events: Answers = [
    (200, "text/event-stream", OpenAPIDocument.ref("Event"))
  ]

  private static let bytes: JSONValue = .object([:])
  private static let upTo100 = "Up to 100, with commas; others than ids are answered with null."

  static let all: [Operation] = own + uploads + webAPI + operation

  private static let own: [Operation] = [
    Operation(
      method: "get", path: "/api/openapi.json", summary: "This document.", scope: nil,
      answers: object),
    Operation(
      method: "get", path: "/api/tracks", summary: "Tracks, searched and filtered.", scope: "read",
      parameters: page + [.query("q", Schemas.line, "Words, and artist:… album:… genre:…")]
        + filters,
      answers: [
        (
          200, "application/json",
          Schemas.object([
            "total": Schemas.integer(0...10_000_000), "offset": Schemas.integer(0...10_000_000),
            "limit": Schemas.integer(1...1000),
            "tracks": Schemas.list(OpenAPIDocument.ref("Card")),
          ])
        )
      ] + senseless),
    Operation(
      method: "get", path: "/api/tracks/{id}", summary: "Everything known of a track.",
      scope: "read", answers: object),
    Operation(
      method: "get", path: "/api/tracks/{id}/similar", summary: "What sounds like it.",
      scope: "read", parameters: similarity, answers: json("Similar") + senseless),
    Operation(
      method: "get", path: "/api/similar", summary: "What sounds like several tracks.",
      scope: "read",
      parameters: [.query("seeds", Schemas.ids(20), required: true, "Ids of 1 to 20 tracks.")]
        + similarity, answers: json("Similar") + senseless),
    Operation(
      method: "get", path: "/api/path", summary: "A journey from one track to another.",
      scope: "read",
      parameters: [
        .query("from", OpenAPIDocument.ref("ID"), required: true),
        .query("to", OpenAPIDocument.ref("ID"), required: true),
        .query("steps", Schemas.integer(2...200)),
      ],
      answers: [
        (
          200, "application/json",
          Schemas.object([
            "from": Schemas.text, "to": Schemas.text,
            "path": Schemas.list(OpenAPIDocument.ref("Card")),
            "steps": Schemas.list(Schemas.number(0...1e6)),
          ])
        )
      ]),
    Operation(
      method: "get", path: "/api/tracks/{id}/overrides", summary: "What its owner says of it.",
      scope: "read", answers: json("Overrides")),
    Operation(
      method: "put", path: "/api/tracks/{id}/overrides/{name}",
      summary: "Puts a value in the place of what was measured.", scope: "admin",
      body: (
        "application/json",
        Schemas.object(["value": .object(["type": .array([.string("number"), .string("string")])])])
      ), answers: json("Overrides") + senseless),
    Operation(
      method: "delete", path: "/api/tracks/{id}/overrides/{name}", summary: "Takes it back.",
      scope: "admin", answers: [(204, nil, nil)]),
    Operation(
      method: "get", path: "/api/tracks/{id}/ladder",
      summary: "Its renditions, and where they are.",
      scope: "read", answers: json("Ladder")),
    Operation(
      method: "get", path: "/api/tracks/{id}/renditions/{rung}",
      summary: "A rendition, or a range of it.", scope: "stream",
      parameters: [.query("v", Schemas.line, "The version in the ladder's address.")],
      answers: [(200, "audio/ogg", bytes), (206, "audio/ogg", bytes), (304, nil, nil)]),
    Operation(
      method: "get", path: "/api/tracks/{id}/renditions/{rung}/seek-table",
      summary: "Where to begin reading in order to hear from a frame on.", scope: "read",
      answers: json("SeekTable")),
    Operation(
      method: "get", path: "/api/tracks/{id}/manifest.mpd",
      summary: "Its renditions as an adaptive stream (DASH).", scope: "read",
      answers: [(200, "application/dash+xml", Schemas.text)]),
    Operation(
      method: "get", path: "/api/tracks/{id}/segments/{rung}/{name}",
      summary: "A part of the adaptive stream, in WebM.", scope: "stream",
      parameters: [
        .query(
          "first", Schemas.flag, "Whether a decoder starts here: after each change of the rung.")
      ], answers: [(200, "audio/webm", bytes), (304, nil, nil)]),
    Operation(
      method: "get", path: "/api/tracks/{id}/cover", summary: "Its cover.", scope: "stream",
      parameters: [.query("size", Schemas.integer(1...4000), "Pixels of the longest side.")],
      answers: [(200, "image/jpeg", bytes), (200, "image/png", bytes), (304, nil, nil)]),
    Operation(
      method: "get", path: "/api/tracks/{id}/waveform",
      summary: "Its peaks, as audiowaveform's players read them.", scope: "read", answers: object),
    Operation(
      method: "post", path: "/api/identify",
      summary:
        "Which tracks a clip of up to ten minutes was taken from, and where in them it begins; one that lasts "
        + "longer, or is larger than 64 MiB, is refused.", scope: "read",
      body: ("application/octet-stream", bytes),
      answers: [
        (
          200, "application/json",
          Schemas.object(["matches": Schemas.list(Schemas.anything)])
        )
      ] + senseless),
    Operation(
      method: "get", path: "/api/duplicates",
      summary: "Which tracks are one recording, why, and which to keep.", scope: "admin",
      answers: [
        (
          200, "application/json",
          Schemas.object(["recordings": Schemas.list(Schemas.anything)])
        )
      ]),
    Operation(
      method: "post", path: "/api/duplicates/merge",
      summary: "Makes one recording of two; it holds whatever is taken in later.", scope: "admin",
      body: ("application/json", Schemas.wish(2)),
      answers: [
        (
          200, "application/json",
          Schemas.object(["recording": Schemas.id, "tracks": Schemas.list(Schemas.id)])
        )
      ]),
    Operation(
      method: "post", path: "/api/duplicates/split",
      summary: "Takes a track out of its recording, or a recording apart.", scope: "admin",
      body: ("application/json", Schemas.wish(1)),
      answers: [
        (200, "application/json", Schemas.object(["apartFrom": Schemas.list(Schemas.id)]))
      ]),
    Operation(
      method: "get", path: "/api/doctor", summary: "What does not fit together in the library.",
      scope: "admin", answers: json("Findings")),
  ]

  private static let uploads: [Operation] = [
    Operation(
      method: "options", path: "/api/uploads", summary: "What of tus is spoken.", scope: nil,
      answers: [(204, nil, nil)]),
    Operation(
      method: "post", path: "/api/uploads", summary: "Begins an upload (tus 1.0).", scope: "upload",
      parameters: tus + [
        .header("Upload-Length", Schemas.integer(0...4_294_967_296), required: true),
        .header("Upload-Metadata", Schemas.metadata, "Names, each with base64: filename, sha256."),
        .header("Upload-Checksum", Schemas.checksum),
      ], answers: [(201, nil, nil)] + tusTroubles + checksumTroubles),
    Operation(
      method: "options", path: "/api/uploads/{id}", summary: "What of tus is spoken.", scope: nil,
      answers: [(204, nil, nil)]),
    Operation(
      method: "head", path: "/api/uploads/{id}", summary: "How far an upload has come.",
      scope: "upload", parameters: tus, answers: [(200, nil, nil), (412, nil, nil)]),
    Operation(
      method: "get", path: "/api/uploads/{id}", summary: "How far an upload has come.",
      scope: "upload", answers: json("Upload")),
    Operation(
      method: "patch", path: "/api/uploads/{id}", summary: "Sends bytes from an offset on.",
      scope: "upload",
      parameters: tus + [
        .header("Upload-Offset", Schemas.integer(0...4_294_967_296), required: true),
        .header("Upload-Checksum", Schemas.checksum),
      ], body: ("application/offset+octet-stream", bytes),
      answers: [(204, nil, nil)] + tusTroubles + checksumTroubles),
    Operation(
      method: "delete", path: "/api/uploads/{id}", summary: "Throws an upload away.",
      scope: "upload", parameters: tus, answers: [(204, nil, nil)] + tusTroubles),
    Operation(
      method: "put", path: "/api/files/{name}", summary: "Sends a whole file.", scope: "upload",
      parameters: [
        .header("Repr-Digest", Schemas.digest), .header("Content-Digest", Schemas.digest),
      ], body: ("application/octet-stream", bytes), answers: json("Job", 202) + checksumTroubles),
    Operation(
      method: "get", path: "/api/jobs", summary: "Jobs, the newest first.", scope: "upload",
      parameters: [
        .query("limit", Schemas.integer(1...200)), .query("offset", Schemas.integer(0...1_000_000)),
      ],
      answers: [
        (
          200, "application/json",
          Schemas.object(["jobs": Schemas.list(OpenAPIDocument.ref("Job"))])
        )
      ]),
    Operation(
      method: "get", path: "/api/jobs/{id}", summary: "A job.", scope: "upload",
      answers: json("Job")),
    Operation(
      method: "delete", path: "/api/jobs/{id}", summary: "Cancels a job.", scope: "upload",
      answers: [(204, nil, nil)]),
    Operation(
      method: "get", path: "/api/jobs/{id}/events", summary: "A job's states as they come.",
      scope: "upload", answers: events),
    Operation(
      method: "get", path: "/api/events", summary: "All jobs' states as they come.",
      scope: "upload", answers: events),
  ]

  private static let webAPI: [Operation] = [
    Operation(
      method: "post", path: "/api/token", summary: "The client-credentials grant.", scope: nil,
      body: (
        "application/x-www-form-urlencoded",
        Schemas.object(
          ["grant_type": .object(["const": .string("client_credentials")])],
          optional: ["client_id": Schemas.text, "client_secret": Schemas.text])
      ), answers: json("Grant") + json("GrantProblem", 400) + json("GrantProblem", 401)),
    Operation(
      method: "get", path: "/v1/audio-features", summary: "Audio features of up to 100 tracks.",
      scope: "read", parameters: [.query("ids", Schemas.someIDs, required: true, upTo100)],
      answers: object),
    Operation(
      method: "get", path: "/v1/audio-features/{id}", summary: "Audio features of a track.",
      scope: "read", answers: object),
    Operation(
      method: "get", path: "/v1/audio-analysis/{id}", summary: "Bars, beats, sections, segments.",
      scope: "read", answers: object),
    Operation(
      method: "get", path: "/v1/tracks", summary: "Up to 100 tracks.", scope: "read",
      parameters: [.query("ids", Schemas.someIDs, required: true, upTo100)], answers: object),
    Operation(
      method: "get", path: "/v1/tracks/{id}", summary: "A track.", scope: "read", answers: object),
    Operation(
      method: "get", path: "/v1/artists", summary: "Up to 50 artists.", scope: "read",
      parameters: [.query("ids", Schemas.someIDs, required: true)], answers: object + senseless),
    Operation(
      method: "get", path: "/v1/artists/{id}", summary: "An artist.", scope: "read",
      answers: object),
    Operation(
      method: "get", path: "/v1/artists/{id}/albums", summary: "The albums of an artist.",
      scope: "read",
      parameters: [.query("include_groups", Schemas.albumGroups)] + albumPage, answers: object),
    Operation(
      method: "get", path: "/v1/artists/{id}/top-tracks",
      summary: "Up to ten tracks of an artist, the latest first.", scope: "read",
      parameters: [.query("market", Schemas.line, "Not looked at.")], answers: object),
    Operation(
      method: "get", path: "/v1/albums", summary: "Up to 20 albums with their tracks.",
      scope: "read", parameters: [.query("ids", Schemas.someIDs, required: true)],
      answers: object + senseless),
    Operation(
      method: "get", path: "/v1/albums/{id}", summary: "An album with its tracks.", scope: "read",
      answers: object),
    Operation(
      method: "get", path: "/v1/albums/{id}/tracks", summary: "The tracks of an album in order.",
      scope: "read", parameters: albumPage, answers: object),
    Operation(
      method: "get", path: "/v1/search", summary: "Tracks, artists and albums by name.",
      scope: "read",
      parameters: [
        .query("q", Schemas.words, required: true),
        .query(
          "type", Schemas.searchTypes, required: true,
          "Of track, artist and album something is found; several with commas."),
        .query("limit", Schemas.integer(1...50)), .query("offset", Schemas.integer(0...1_000_000)),
        .query("market", Schemas.line, "Not looked at."),
      ], answers: object),
    Operation(
      method: "get", path: "/v1/recommendations", summary: "Tracks like up to five seeds.",
      scope: "read",
      parameters: [
        .query("seed_tracks", Schemas.line), .query("seed_artists", Schemas.line),
        .query("seed_genres", Schemas.line), .query("limit", Schemas.integer(1...100)),
        .query("market", Schemas.line, "Not looked at."),
      ] + tunables, answers: object + senseless),
    Operation(
      method: "get", path: "/v1/recommendations/available-genre-seeds",
      summary: "The genres of the library.", scope: "read", answers: object),
  ]

  private static let operation: [Operation] = [
    Operation(
      method: "get", path: "/health/live", summary: "Whether the server runs.", scope: nil,
      answers: object),
    Operation(
      method: "get", path: "/health/ready", summary: "Whether it can answer.", scope: nil,
      answers: object),
    Operation(
      method: "get", path: "/metrics", summary: "Figures for Prometheus.", scope: "admin",
      answers: [(200, "text/plain", Schemas.text)]),
  ]
}
