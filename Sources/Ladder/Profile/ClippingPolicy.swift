/// What is done about music that rises above full scale once it has been encoded and decoded.
public enum ClippingPolicy: Sendable, Equatable {
  /// The samples stay as they are, and the check after writing says by how much they rise.
  case warn
  /// Every source is encoded with this gain in decibels, which is stored with the rendition.
  case gain(Double)
}
