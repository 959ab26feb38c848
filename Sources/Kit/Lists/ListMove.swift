/// Where a key leads in a list. The names are those of the profile's `keys`.
package enum ListMove: String, Sendable {
    case up, down, pageUp, pageDown, first, last
}
