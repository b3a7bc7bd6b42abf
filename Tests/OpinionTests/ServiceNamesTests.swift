import Testing

@testable import Opinion

@Suite("Names of services")
struct ServiceNamesTests {
    private let names = ServiceNames([
        (1, ["Urgences", "SAU"]), (2, ["Urgences pédiatriques"]), (3, ["Maternité", "la mater", "salle de naissance"]),
        (4, ["Réanimation", "réa"]), (5, ["Cardiologie", "cardio"]), (6, ["Soins intensifs de cardiologie", "USIC"]),
        (7, ["Hôpital de jour"]), (8, ["Centre médico-psychologique", "CMP"]),
    ])

    @Test(
        "accents, capitals, plurals and hyphens do not matter",
        arguments: [
            ("Passée aux URGENCES hier", [Int64(1)]), ("merci a la maternite", [3]), ("La mater au top", [3]),
            ("papa est en réa", [4]), ("les hôpitaux de jour", [7]), ("au centre medico psychologique", [8]),
            ("service de cardiologie", [5]), ("l'USIC puis la cardio", [6, 5]), ("Le SAU est débordé", [1]),
        ])
    func found(_ text: String, _ services: [Int64]) {
        #expect(names.services(in: text) == services)
    }

    @Test("the longest name wins")
    func longest() {
        #expect(names.services(in: "Les urgences pédiatriques et les soins intensifs de cardiologie") == [2, 6])
    }

    @Test(
        "an urgency that is no place names no service",
        arguments: [
            "Opéré en urgence", "l'état d'urgence sanitaire", "C'est une urgence", "urgence vitale", "de toute urgence",
            "un appel d'urgence", "La réalité est autre", "materner",
        ])
    func idle(_ text: String) {
        #expect(names.services(in: text).isEmpty)
    }

    @Test("a place is found beside an idiom")
    func both() {
        #expect(names.services(in: "Admis en urgence aux urgences de nuit") == [1])
    }

    @Test("two services of one name are both found, once each")
    func shared() {
        let shared = ServiceNames([(1, ["Gériatrie"]), (2, ["gériatrie"]), (3, ["", "  ", "!"])])
        #expect(shared.services(in: "gériatrie, gériatrie") == [1, 2])
    }
}
