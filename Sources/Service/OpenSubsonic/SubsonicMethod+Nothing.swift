extension SubsonicMethod {
  /// What players ask for and the library does not hold: honest, empty answers keep them alive.
  static let nothing: [SubsonicMethod] = [
    empty("getPlaylists", "playlists", ["playlist"]),
    empty("getStarred", "starred", ["artist", "album", "song"]),
    empty("getStarred2", "starred2", ["artist", "album", "song"]),
    empty("getNowPlaying", "nowPlaying", ["entry"]),
    empty("getTopSongs", "topSongs", ["song"]),
    empty("getBookmarks", "bookmarks", ["bookmark"]),
    empty("getLyrics", "lyrics", []),
    empty("getLyricsBySongId", "lyricsList", ["structuredLyrics"]),
    empty("getArtistInfo", "artistInfo", ["similarArtist"]),
    empty("getArtistInfo2", "artistInfo2", ["similarArtist"]),
    empty("getAlbumInfo", "albumInfo", []),
    empty("getAlbumInfo2", "albumInfo", []),
    empty("getShares", "shares", ["share"]),
    empty("getPodcasts", "podcasts", ["channel"]),
    empty("getNewestPodcasts", "newestPodcasts", ["episode"]),
    empty("getInternetRadioStations", "internetRadioStations", ["internetRadioStation"]),
    empty("getVideos", "videos", ["video"]),
    empty("getChatMessages", "chatMessages", ["chatMessage"]),
    SubsonicMethod("getPlayQueue") { call in
      call.answer(
        "playQueue",
        SubsonicNode(
          [
            ("username", .text(call.context.caller.id)), ("changed", .text(LibraryNodes.time(0))),
            ("changedBy", .text("")),
          ], lists: [("entry", [])]))
    },
    SubsonicMethod("getPlaylist") { _ in throw SubsonicError.notFound },
    // Taken and forgotten: a player that is refused here tries again and again.
    SubsonicMethod("scrobble") { call in
      _ = try call.required("id")
      return call.answer()
    },
  ]

  private static func empty(
    _ name: String, _ element: String, _ lists: [String]
  ) -> SubsonicMethod {
    SubsonicMethod(name) { call in
      call.answer(element, SubsonicNode(lists: lists.map { ($0, []) }))
    }
  }

  /// What would have to be kept, and is not.
  static let refused: [SubsonicMethod] = [
    "star", "unstar", "setRating", "createPlaylist", "updatePlaylist", "deletePlaylist",
    "savePlayQueue", "createBookmark", "deleteBookmark", "createShare", "updateShare",
    "deleteShare", "createInternetRadioStation", "updateInternetRadioStation",
    "deleteInternetRadioStation", "createPodcastChannel", "deletePodcastChannel",
    "deletePodcastEpisode", "downloadPodcastEpisode", "refreshPodcasts", "addChatMessage",
    "jukeboxControl", "startScan", "getUsers", "createUser", "updateUser", "deleteUser",
    "changePassword",
  ].map { name in SubsonicMethod(name) { _ in throw SubsonicError.notKept } }
}
