import Kernel

extension ImprovementSample {
    static let plans = [
        Plan(
            title: "Rappeler chaque personne dont le rendez-vous a été perdu",
            description: "Dix agents volontaires, liste tenue à jour, standard de secours et navette depuis la gare.",
            service: nil, theme: .information, owner: "communication", opened: 58, made: 47, cost: 18_400, state: .made,
            said: "Le standard ne répondait plus et des rendez-vous avaient disparu lors du changement de logiciel.",
            done: "Un standard de secours décroche depuis cette date et chaque rendez-vous perdu a été reprogrammé.",
            evidence: "Compte rendu de la cellule de crise : 30 secondes d'attente en moyenne au standard.",
            voices: [
                (.facebook, "b170"), (.x, "b175"), (.google, "b182"), (.google, "b203"), (.google, "b177"),
                (.google, "b254"),
            ]),
        Plan(
            title: "Rouvrir le parking nord et garder la navette",
            description: "Fin des travaux, plan des accès en texte, navette prolongée après vingt heures.",
            service: nil, theme: .access, owner: "direction", opened: 300, made: 230, cost: 96_000, state: .made,
            said: "On ne trouvait plus de place pour se garer pendant les travaux, et la navette déposait trop loin.",
            done: "Le parking nord a rouvert et la navette s'arrête désormais devant chaque entrée.",
            voices: [(.x, "a272"), (.google, "a273"), (.x, "a275"), (.google, "a295"), (.mastodon, "a280")]),
        Plan(
            title: "Vérifier la texture de chaque plateau avant de le servir",
            description: "Pastille de couleur sur le plateau, contrôle par l'aide-soignante.", service: "Gériatrie",
            theme: .meals, owner: "clinicien", opened: 150, made: 120, cost: 900, state: .made,
            said: "Des plateaux servis ne correspondaient pas à la texture dont la personne a besoin.",
            done: "Une pastille de couleur sur chaque plateau est vérifiée avant le service du repas.",
            voices: [(.google, "b060"), (.google, "a335")]),
        Plan(
            title: "Renforcer le ménage et rouvrir six lits aux urgences",
            description: "Quatre agents d'entretien de plus, passage toutes les deux heures, affiché.",
            service: "Urgences", theme: .cleanliness, owner: "direction", opened: 6, due: 12, cost: 42_000,
            state: .inProgress, evidence: "Annonce au comité social du matin.",
            voices: [(.google, "b390"), (.google, "b404"), (.facebook, "b411"), (.google, "b441")]),
        Plan(
            title: "Afficher l'appel des patients sur un écran",
            description: "Écran lisible de toute la salle, pour qui n'entend pas son nom.", service: "Urgences",
            theme: .information, owner: "clinicien", opened: 5, due: 45, cost: 3_200, state: .planned,
            voices: [(.x, "b406"), (.x, "b401")]),
        Plan(
            title: "Ouvrir une salle d'attente à part pour les pertes de grossesse",
            description: "Salle du premier étage, fléchage discret, une sage-femme prévenue à l'arrivée.",
            service: "Maternité", theme: .welcome, owner: "clinicien", opened: 70, due: -5, cost: 2_500,
            state: .inProgress, voices: [(.google, "a180"), (.own, "b153")]),
        Plan(
            title: "Expliquer chaque facture avant de relancer",
            description: "Courrier en langage clair, numéro direct, plus de relance avant trente jours.", service: nil,
            theme: .billing, owner: "communication", opened: 20, due: 60, state: .proposed,
            voices: [(.google, "b028"), (.x, "b088"), (.google, "b117")]),
        Plan(
            title: "Rendre le parking gratuit pour tous", description: "Demandé souvent, étudié avec la régie.",
            service: nil, theme: .billing, owner: "direction", opened: 155, state: .abandoned,
            reason: "Le contrat de la régie court encore quatre ans. Un tarif pour les proches est à l'étude.",
            voices: [(.google, "b052"), (.google, "b157")]),
    ]
}
