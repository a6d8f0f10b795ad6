import ArgumentParser
import Catalogue
import Ingestion
import Interchange
import Ladder
import Sound

struct DoctorCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor",
    abstract: "Checks catalogue, renditions and originals against each other.",
    discussion:
      "Without options it only looks, and says what it finds: exit code 1 where something "
      + "is wrong.")

  @OptionGroup var common: CommonOptions

  @Flag(help: "Put right what can be put right.")
  var repair = false

  @Flag(help: "Read every file whole and compare it with its digest.")
  var deep = false

  @Flag(help: "Forget tracks of which no original is left, with their renditions.")
  var forgetLost = false

  @Option(help: "The ladder's profile: a name, or a path that ends in .yaml.")
  var profile = "spotify"

  func run() throws {
    let library =
      repair || forgetLost ? try common.openForWriting() : try common.openForReading()
    var checkup = LibraryCheckup(profile: try .find(profile, library: library.folder))
    (checkup.isDeep, checkup.repairs, checkup.forgetsLost) = (deep, repair, forgetLost)
    var (wrong, mended, remarks) = (0, 0, 0)
    try checkup.run(in: library) { finding in
      if finding.isMended {
        mended += 1
      } else if finding.isRemark {
        remarks += 1
      } else {
        wrong += 1
      }
      if common.json {
        Terminal.json(finding.json)
      } else {
        let state = finding.isMended ? "mended" : finding.isRemark ? "remark" : "wrong "
        Terminal.line("\(state)     \(finding.message) [\(finding.code.rawValue)]")
      }
    }
    if common.json {
      Terminal.json(
        .object([
          "summary": .object([
            "tracks": .integer(try library.catalogue.trackIDs().count),
            "wrong": .integer(wrong), "mended": .integer(mended), "remarks": .integer(remarks),
          ])
        ]))
    } else if !common.quiet {
      let state = wrong == 0 ? "The library is sound" : "\(wrong) findings are left"
      Terminal.line("\(state); \(mended) mended, \(remarks) remarks.")
    }
    if wrong > 0 { throw ExitStatus.rejections }
  }
}
