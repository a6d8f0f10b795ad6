// The C face of TagLib: see CTagLib.h. Text comes out as the file's bytes where the format does not say
// how they are encoded (Vorbis comments, RIFF INFO, Latin-1 frames), so that Swift can repair them.

#include "CTagLib.h"

#include <taglib/aifffile.h>
#include <taglib/attachedpictureframe.h>
#include <taglib/flacpicture.h>
#include <taglib/id3v2framefactory.h>
#include <taglib/id3v2tag.h>
#include <taglib/infotag.h>
#include <taglib/mpegfile.h>
#include <taglib/oggfile.h>
#include <taglib/oggflacfile.h>
#include <taglib/opusfile.h>
#include <taglib/textidentificationframe.h>
#include <taglib/tfilestream.h>
#include <taglib/tpropertymap.h>
#include <taglib/vorbisfile.h>
#include <taglib/wavfile.h>
#include <taglib/xiphcomment.h>

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <memory>
#include <mutex>
#include <string>
#include <unistd.h>
#include <vector>

using namespace TagLib;

namespace {

struct Field {
  std::string name;
  std::string value;
};

struct Artwork {
  std::string mime;
  std::string description;
  ByteVector data;
  int32_t kind;
};

std::string bytes(const ByteVector &data) { return std::string(data.data(), data.size()); }

// Keeps the bytes of text whose encoding is only claimed: each byte becomes one character, and Swift
// takes them apart again. A marker tells such text from text that TagLib has decoded.
constexpr wchar_t rawMarker = 0xF8FF;  // in the private use area, never the start of a tag

String raw(const ByteVector &data) {
  String text(std::wstring(1, rawMarker));
  for (const char byte : data) text += static_cast<wchar_t>(static_cast<uint8_t>(byte));
  return text;
}

std::string plain(const String &text) {
  if (text.isEmpty() || text[0] != rawMarker) return text.to8Bit(true);
  std::string result;
  for (unsigned i = 1; i < text.size(); ++i) result.push_back(static_cast<char>(text[static_cast<int>(i)]));
  return result;
}

class RawInfo : public RIFF::Info::StringHandler {
public:
  // A RIFF string ends at its first zero.
  String parse(const ByteVector &data) const override {
    const int end = data.find('\0');
    return raw(end >= 0 ? data.mid(0, static_cast<unsigned>(end)) : data);
  }
};

class RawLatin1 : public ID3v2::Latin1StringHandler {
public:
  String parse(const ByteVector &data) const override { return raw(data); }
};

void installHandlers() {
  static std::once_flag once;
  static RawInfo info;
  static RawLatin1 latin1;
  std::call_once(once, [] {
    RIFF::Info::Tag::setStringHandler(&info);
    ID3v2::Tag::setLatin1StringHandler(&latin1);
  });
}

}  // namespace

struct assonance_tags {
  assonance_tag_limits limits;
  std::vector<Field> fields;
  std::vector<Artwork> pictures;
  size_t total = 0;
  size_t skipped = 0;

  void add(std::string name, std::string value) {
    if (value.empty() || name.empty()) return;
    if (fields.size() >= limits.values || value.size() > limits.value_bytes || name.size() > 256
        || total + value.size() > limits.total_bytes) {
      ++skipped;
      return;
    }
    total += value.size();
    fields.push_back({std::move(name), std::move(value)});
  }

  void add(const String &mime, const String &description, const ByteVector &data, int32_t kind) {
    if (data.isEmpty()) return;
    if (pictures.size() >= limits.pictures || data.size() > limits.picture_bytes) {
      ++skipped;
      return;
    }
    pictures.push_back({plain(mime), plain(description), data, kind});
  }

  void add(const FLAC::Picture &picture) {
    add(picture.mimeType(), picture.description(), picture.data(), picture.type());
  }

  // A Vorbis comment packet without its own header (Vorbis I, 5.2.1), read here because TagLib drops
  // every value that is not UTF-8.
  void readComments(const ByteVector &data) {
    size_t at = 0;
    auto number = [&](uint32_t &value) {
      if (data.size() < 4 || at > data.size() - 4) return false;
      value = data.toUInt(static_cast<unsigned>(at), false);
      at += 4;
      return true;
    };
    uint32_t length = 0, count = 0;
    if (!number(length) || length > data.size() - at) return;
    at += length;
    if (!number(count)) return;
    for (uint32_t i = 0; i < count; ++i) {
      if (!number(length) || length > data.size() - at) return;
      const char *start = data.data() + at;
      at += length;
      const auto *sign = static_cast<const char *>(std::memchr(start, '=', length));
      if (sign == nullptr) continue;
      std::string name(start, sign);
      for (char &c : name) if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 32);
      const size_t rest = length - static_cast<size_t>(sign + 1 - start);
      if (name == "METADATA_BLOCK_PICTURE") {
        if (rest / 4 * 3 > limits.picture_bytes + 65536) { ++skipped; continue; }
        FLAC::Picture picture;
        if (picture.parse(ByteVector::fromBase64(ByteVector(sign + 1, static_cast<unsigned>(rest)))))
          add(picture);
      } else if (name == "COVERART") {
        if (rest / 4 * 3 > limits.picture_bytes) { ++skipped; continue; }
        add(String(), String(),
            ByteVector::fromBase64(ByteVector(sign + 1, static_cast<unsigned>(rest))), 3);
      } else {
        add(std::move(name), std::string(sign + 1, rest));
      }
    }
  }

  void readID3v2(ID3v2::Tag *tag) {
    if (tag == nullptr) return;
    const PropertyMap properties = tag->properties();
    for (const auto &entry : properties) {
      const std::string name = entry.first.upper().to8Bit(true);
      for (const auto &value : entry.second) add(name, plain(value));
    }
    for (const auto *frame : tag->frameListMap()["APIC"]) {
      const auto *picture = dynamic_cast<const ID3v2::AttachedPictureFrame *>(frame);
      if (picture != nullptr)
        add(picture->mimeType(), picture->description(), picture->picture(), picture->type());
    }
  }

  bool has(const char *name) const {
    for (const auto &field : fields) if (field.name == name) return true;
    return false;
  }

  // RIFF INFO chunks by their registered names (Microsoft, RIFF specification 1.0, INFO list), where ID3
  // has not said the same already.
  void readInfo(const RIFF::Info::Tag *tag) {
    if (tag == nullptr) return;
    static const struct { const char *chunk; const char *name; } names[] = {
      {"INAM", "TITLE"}, {"IART", "ARTIST"}, {"IPRD", "ALBUM"}, {"IGNR", "GENRE"},
      {"ICRD", "DATE"}, {"ITRK", "TRACKNUMBER"}, {"IPRT", "TRACKNUMBER"}, {"ICMT", "COMMENT"},
      {"ICOP", "COPYRIGHT"}, {"IENG", "ENGINEER"}, {"IMUS", "COMPOSER"}, {"IWRI", "LYRICIST"},
      {"ILNG", "LANGUAGE"}, {"ISRC", "SOURCE"}, {"ISBJ", "SUBJECT"}, {"IKEY", "KEYWORDS"},
      {"ISFT", "ENCODER"}, {"IBPM", "BPM"}, {"IPUB", "PUBLISHER"}, {"ISTR", "PERFORMER"},
    };
    const auto list = tag->fieldListMap();
    for (const auto &entry : names) {
      const auto found = list.find(ByteVector(entry.chunk, 4));
      if (found != list.end() && !has(entry.name)) add(entry.name, plain(found->second));
    }
  }

  // FLAC's metadata blocks (RFC 9639, 8.1): a type and a length each.
  void readFLAC(IOStream &stream, long long start) {
    long long at = start + 4;
    const long long end = stream.length();
    for (bool last = false; !last && at + 4 <= end;) {
      stream.seek(static_cast<long>(at));
      const ByteVector header = stream.readBlock(4);
      if (header.size() < 4) return;
      const auto first = static_cast<uint8_t>(header[0]);
      last = (first & 0x80) != 0;
      const long long length = header.toUInt(1u, 3u, true);
      at += 4;
      if (length > end - at) return;
      const int type = first & 0x7F;
      if (type == 4) {
        readComments(stream.readBlock(static_cast<unsigned long>(length)));
      } else if (type == 6) {
        if (static_cast<size_t>(length) > limits.picture_bytes + 65536) {
          ++skipped;
        } else {
          FLAC::Picture picture;
          if (picture.parse(stream.readBlock(static_cast<unsigned long>(length)))) add(picture);
        }
      }
      at += length;
    }
  }

  void read(FileStream &stream) {
    stream.seek(0);
    ByteVector magic = stream.readBlock(12);
    long long start = 0;
    if (magic.startsWith("ID3") && magic.size() >= 10) {
      // Some taggers put ID3 in front of FLAC; the length is 28 bits in four bytes (ID3v2.4, 3.1).
      const auto byte = [&](unsigned i) { return static_cast<long long>(magic[i] & 0x7F); };
      start = 10 + (byte(6) << 21 | byte(7) << 14 | byte(8) << 7 | byte(9));
      stream.seek(static_cast<long>(start));
      const ByteVector behind = stream.readBlock(4);
      if (behind != ByteVector("fLaC", 4)) {
        MPEG::File file(&stream, ID3v2::FrameFactory::instance(), false);
        readID3v2(file.ID3v2Tag(false));
        return;
      }
      readFLAC(stream, start);
    } else if (magic.startsWith("fLaC")) {
      readFLAC(stream, 0);
    } else if (magic.startsWith("OggS")) {
      readOgg(stream);
    } else if (magic.startsWith("FORM")) {
      stream.seek(0);  // TagLib reads from where the stream stands
      RIFF::AIFF::File file(&stream, false);
      if (file.isValid() && file.hasID3v2Tag()) readID3v2(file.tag());
    } else if (magic.startsWith("RIFF") || magic.startsWith("RF64")) {
      stream.seek(0);
      RIFF::WAV::File file(&stream, false);
      if (file.isValid()) {
        if (file.hasID3v2Tag()) readID3v2(file.ID3v2Tag());
        if (file.hasInfoTag()) readInfo(file.InfoTag());
      }
    } else if (magic.size() >= 2 && static_cast<uint8_t>(magic[0]) == 0xFF
               && (static_cast<uint8_t>(magic[1]) & 0xE0) == 0xE0) {
      MPEG::File file(&stream, ID3v2::FrameFactory::instance(), false);
      readID3v2(file.ID3v2Tag(false));
    }
  }

  // The second packet of an Ogg stream holds the comments, after a signature that tells the codec.
  void readOgg(FileStream &stream) {
    struct Packets : Ogg::File {
      explicit Packets(IOStream *stream) : Ogg::File(stream) {}
      Tag *tag() const override { return nullptr; }
      AudioProperties *audioProperties() const override { return nullptr; }
    } file(&stream);
    const ByteVector first = file.packet(0);
    const ByteVector second = file.packet(1);
    if (second.startsWith(ByteVector("\x03vorbis", 7))) readComments(second.mid(7));
    else if (second.startsWith("OpusTags")) readComments(second.mid(8));
    else if (first.startsWith(ByteVector("\x7F" "FLAC", 5)) && second.size() > 4) readComments(second.mid(4));
  }
};

assonance_tags *assonance_tags_read(const char *path, assonance_tag_limits limits, int32_t *error) {
  *error = 0;
  const int number = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (number < 0) {
    *error = errno;
    return nullptr;
  }
  try {
    installHandlers();
    std::unique_ptr<assonance_tags> tags(new assonance_tags{limits});
    // TagLib takes the number over and closes it.
    FileStream stream(number, true);
    if (stream.isOpen()) tags->read(stream);
    return tags.release();
  } catch (...) {
    *error = ENOMEM;
    return nullptr;
  }
}

void assonance_tags_free(assonance_tags *tags) { delete tags; }

static assonance_bytes view(const std::string &text) {
  return {reinterpret_cast<const uint8_t *>(text.data()), text.size()};
}

size_t assonance_tags_fields(const assonance_tags *tags) { return tags->fields.size(); }

assonance_field assonance_tags_field(const assonance_tags *tags, size_t index) {
  const Field &field = tags->fields[index];
  return {view(field.name), view(field.value)};
}

size_t assonance_tags_pictures(const assonance_tags *tags) { return tags->pictures.size(); }

assonance_picture assonance_tags_picture(const assonance_tags *tags, size_t index) {
  const Artwork &picture = tags->pictures[index];
  return {view(picture.mime), view(picture.description),
          {reinterpret_cast<const uint8_t *>(picture.data.data()), picture.data.size()},
          picture.kind};
}

size_t assonance_tags_skipped(const assonance_tags *tags) { return tags->skipped; }
