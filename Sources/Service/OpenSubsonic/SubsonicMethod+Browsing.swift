import Catalogue

extension SubsonicMethod {
  /// The library has no folders of its own: it is one, with artists in it and their albums in them.
  private static let root = "0"

  /// From the library to artists, albums and songs.
  static let browsing: [SubsonicMethod] = [
    SubsonicMethod("getMusicFolders") { call in
      // A number, as the protocol has it.
      let folder = SubsonicNode([("id", .integer(0)), ("name", .text("Music"))])
      return call.answer("musicFolders", ["musicFolder": [folder]])
    },
    SubsonicMethod("getIndexes") { call in
      let latest = call.shelf.lists.newest.first.flatMap { call.shelf.albums[$0]?.arrived } ?? 0
      var node = index(call)
      node.attributes.append(("lastModified", .integer(latest * 1000)))
      return call.answer("indexes", node)
    },
    SubsonicMethod("getArtists") { $0.answer("artists", index($0)) },
    SubsonicMethod("getArtist") { call in
      let id = try call.required("id")
      guard let group = call.shelf.artists[id], var node = call.nodes.artist(id) else {
        throw SubsonicError.notFound
      }
      node.lists = [("album", call.nodes.albums(of: group).map(call.nodes.album))]
      return call.answer("artist", node)
    },
    SubsonicMethod("getAlbum") { call in
      guard let album = call.shelf.albums[try call.required("id")] else {
        throw SubsonicError.notFound
      }
      var node = call.nodes.album(album)
      node.lists.append(("song", try call.nodes.songs(album.rows)))
      return call.answer("album", node)
    },
    SubsonicMethod("getSong") { call in
      guard let row = call.shelf.row(try call.required("id").utf8),
        let song = try call.nodes.songs([row]).first
      else { throw SubsonicError.notFound }
      return call.answer("song", song)
    },
    SubsonicMethod("getMusicDirectory") { call in
      let id = try call.required("id")
      let (name, parent): (String, String?)
      let children: [SubsonicNode]
      if let album = call.shelf.albums[id] {
        (name, parent) = (album.name, NameID.artist(album.artists[0]))
        children = try call.nodes.songs(album.rows)
      } else if let group = call.shelf.artists[id] {
        (name, parent) = (group.name, root)
        children = call.nodes.albums(of: group).map(call.nodes.folder)
      } else if id == root {
        (name, parent) = ("Music", nil)
        children = call.shelf.lists.artists.compactMap { artist in
          call.shelf.artists[artist.id].map { group in
            SubsonicNode([
              ("id", .text(artist.id)), ("parent", .text(root)), ("isDir", .flag(true)),
              ("title", .text(group.name)), ("artist", .text(group.name)),
            ])
          }
        }
      } else {
        throw SubsonicError.notFound
      }
      return call.answer(
        "directory",
        SubsonicNode(
          [("id", .text(id)), ("parent", parent.map { .text($0) }), ("name", .text(name))],
          lists: [("child", children)]))
    },
    SubsonicMethod("getGenres") { call in
      let genres = call.shelf.lists.genres.map { genre in
        var node = SubsonicNode([
          ("songCount", .integer(genre.songs)), ("albumCount", .integer(genre.albums)),
        ])
        node.content = genre.name
        return node
      }
      return call.answer("genres", ["genre": genres])
    },
  ]

  /// Artists under the letters that they begin with, all others under `#`.
  private static func index(_ call: SubsonicCall) -> SubsonicNode {
    var letters: [(name: String, nodes: [SubsonicNode])] = []
    for artist in call.shelf.lists.artists {
      guard let node = call.nodes.artist(artist.id, albums: artist.albums),
        let name = call.shelf.artists[artist.id]?.name
      else { continue }
      let first = String(decoding: SearchText.folded(name), as: UTF8.self).first
      let letter = first.map { $0.isLetter ? $0.uppercased() : "#" } ?? "#"
      if letters.last?.name == letter {
        letters[letters.count - 1].nodes.append(node)
      } else if let known = letters.firstIndex(where: { $0.name == letter }) {
        letters[known].nodes.append(node)
      } else {
        letters.append((letter, [node]))
      }
    }
    return SubsonicNode(
      // No article counts for less than another word.
      [("ignoredArticles", .text(""))],
      lists: [
        (
          "index",
          letters.map { letter in
            SubsonicNode([("name", .text(letter.name))], lists: [("artist", letter.nodes)])
          }
        )
      ])
  }
}
