import Payloads

/// What holds for the requests of a folder: `{"cloud": {"auth": {"oauth2": {...}}}}`.
extension ProfileSettings {
    mutating func readFolders(_ object: JSONValue, _ reader: inout ProfileReader) {
        let found = reader.at("folders", of: object) { reader, value -> [String: RequestAuth]? in
            guard let members = value.members else {
                reader.expected("an object", value)
                return nil
            }
            var found: [String: RequestAuth] = [:]
            for member in members {
                found[member.name] = reader.at(member.name, of: value) { reader, folder -> RequestAuth? in
                    reader.check(folder, known: ["auth"])
                    return reader.at("auth", of: folder) { RequestAuth($1, &$0) }
                }
            }
            return found
        }
        folders = found ?? [:]
    }

    var foldersJSON: JSONValue {
        JSONValue(
            .object(
                folders.sorted { $0.key < $1.key }.map { folder in
                    var object = ProfileObject()
                    object.add("auth", folder.value.json)
                    return JSONMember(folder.key, object.value)
                }))
    }
}
