import Ingestion

/// How a command ends.
enum ExitStatus: Int32, Error {
  case success = 0
  /// Done, but some files were rejected.
  case rejections = 1
  case usage = 2
  /// The library is missing, damaged or locked.
  case library = 3
  case nothingFound = 4
  case interrupted = 130

  /// The status for what stops a whole command.
  init(_ failure: Failure) {
    switch failure.code {
    case "profile_not_found", "invalid_profile", "query_not_found", "invalid_filter",
      "token_required", "invalid_certificate", "invalid_date", "invalid_log", "log_not_found",
      "invalid_vectors", "vectors_not_found", "unknown_model":
      self = .usage
    case "no_such_track", "no_embedding", "nothing_played": self = .nothingFound
    case "disk_full", "storage_failed", "index_incomplete": self = .library
    case let code: self = code.hasPrefix("library_") ? .library : .rejections
    }
  }
}
