public import Ladder

/// How a server is to work.
public struct ServerSettings: Sendable {
  public var host = "127.0.0.1"
  /// 0 for any that is free.
  public var port = 8080
  /// PEM files; nil for none.
  public var certificate: String?
  public var privateKey: String?
  /// The start of the addresses that are given out, such as `https://music.example.org`, for a server behind a
  /// proxy; nil for what the request was sent to.
  public var publicAddress: String?
  /// Addresses of proxies whose `X-Forwarded-For` and `X-Forwarded-Proto` are believed.
  public var trustedProxies: [String] = []
  /// Web pages that may ask from a browser, such as `https://player.example.org`; `*` for all, which counts
  /// only where tokens are asked for.
  public var allowedOrigins: [String] = []
  /// Requests a second of one token or address; 0 for no limit.
  public var rate = 0.0
  /// Bytes of one upload.
  public var uploadLimit = 4 << 30
  /// Bytes of all uploads that are not taken in yet.
  public var spoolLimit = 64 << 30
  /// Hours after which an upload that was not finished is thrown away.
  public var uploadHours = 24
  /// Files taken in at a time.
  public var ingestJobs = 1
  /// Uploads that may wait to be taken in.
  public var queueLimit = 10_000
  /// Seconds of a clip that is looked for.
  ///
  /// Chosen: longer than any song that somebody holds a telephone up to; of 100 000 tracks that costs some five
  /// seconds of one core (docs/recordings.md, a clip that is not found, in 120 windows).
  public var clipSeconds = 600.0
  /// Seconds between two pieces of a request after which its connection is closed.
  public var idleSeconds = 60
  /// Seconds that a closing server waits for a client that takes nothing of its answer, or sends nothing more of its
  /// request.
  ///
  /// Chosen: a telephone between two cells comes back in that time.
  public var stallSeconds = 15
  /// Seconds after which a closing server gives up every connection that is left.
  ///
  /// Chosen: service managers kill after 60 or 90.
  public var closingSeconds = 45
  /// Seconds between two signs of life on event streams.
  ///
  /// Chosen: below the minute after which proxies give up.
  public var signOfLifeSeconds = 20
  /// Connections at a time.
  public var connections = 12_000
  /// What renditions of uploads are made by.
  public var profile: LadderProfile

  public init(profile: LadderProfile) { self.profile = profile }
}
