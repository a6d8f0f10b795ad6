/// The names of what is counted, and what each means.
enum MetricNames {
  static let requests = "assonance_http_requests_total"
  static let requestSeconds = "assonance_http_request_seconds"
  static let open = "assonance_http_requests_in_flight"
  static let ingested = "assonance_ingest_files_total"
  static let ingestSeconds = "assonance_ingest_seconds"
  static let stageSeconds = "assonance_ingest_stage_cpu_seconds_total"
  static let queue = "assonance_ingest_queue_files"
  static let running = "assonance_ingest_running_files"
  static let lastSuccess = "assonance_ingest_last_success_timestamp_seconds"
  static let oldestWaiting = "assonance_ingest_oldest_waiting_seconds"
  static let uploads = "assonance_uploads_unfinished"
  static let uploadedBytes = "assonance_upload_bytes_total"
  static let tracks = "assonance_tracks"
  static let indexLag = "assonance_index_lag_seconds"
  static let memory = "process_resident_memory_bytes"
  static let descriptors = "process_open_fds"
  static let cpu = "process_cpu_seconds_total"
  static let listeners = "assonance_event_listeners"
  static let dropped = "assonance_events_dropped_total"

  static let help: [String: String] = [
    requests: "Requests answered, by family of addresses and status class.",
    requestSeconds: "Time from a request's head to its response's head, by family.",
    open: "Requests being answered.",
    ingested: "Uploaded files taken in, by outcome.",
    ingestSeconds: "Time from the start of a file's work to its outcome.",
    stageSeconds: "CPU seconds of taking files in, by stage.",
    queue: "Uploaded files that wait to be taken in.",
    running: "Uploaded files being taken in.",
    lastSuccess: "When a file was last taken in, in seconds since 1970.",
    oldestWaiting: "How long the file at the head of the queue has waited.",
    uploads: "Uploads begun and not whole.",
    uploadedBytes: "Bytes of uploads that were stored.",
    tracks: "Tracks that are answered about.",
    indexLag: "For how long the catalogue has been ahead of what is answered.",
    memory: "Resident memory.",
    descriptors: "Open file descriptors.",
    cpu: "CPU time of the process, user and system.",
    listeners: "Connections that follow events.",
    dropped: "Events that slow listeners did not take.",
  ]
}
