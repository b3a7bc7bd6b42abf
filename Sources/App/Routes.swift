import Hummingbird
import Kernel
import Listening
import People
import Web

/// The whole site: every room adds its pages here, and the menu stands in this order.
struct Routes {
    let house: House

    static let navigation: [NavigationItem] =
        daily + listening + answering + publishing + improving
        + [
            NavigationItem(
                "protection", path: "/protection", label: "protection.nav", icon: "lock", right: .protect
            ).under(PeopleRoutes.group)
        ] + PeopleRoutes.navigation

    private static let daily = [
        NavigationItem(
            "today", path: "/today", label: "listening.nav_today", icon: "today", right: .listen, main: true),
        NavigationItem(
            "stream", path: "/stream", label: "listening.nav_stream", icon: "stream", right: .listen, main: true),
        NavigationItem("inbox", path: "/inbox", label: "inbox.nav", icon: "mail", right: .answer, main: true),
        NavigationItem(
            "alerts", path: "/alerts", label: "listening.nav_alerts", icon: "alert", right: .listen, main: true),
    ]

    private static let listening = [
        NavigationItem(
            "watches", path: "/watches", label: "listening.nav_watches", icon: "watch", right: .gather),
        NavigationItem(
            "sources", path: "/sources", label: "listening.nav_sources", icon: "source", right: .gather),
        NavigationItem(
            "imports", path: "/imports", label: "listening.nav_imports", icon: "import", right: .gather),
    ].map { $0.under("web.group_listen") }

    private static let answering = [
        NavigationItem(
            "replies", path: "/replies/waiting", label: "replies.nav_waiting", icon: "check", right: .approve),
        NavigationItem(
            "oncall", path: "/oncall", label: "hours.nav_oncall", icon: "bell", right: .listen),
        NavigationItem(
            "reply-times", path: "/hours/replies", label: "hours.nav_replies", icon: "clock", right: .listen),
        NavigationItem(
            "channels", path: "/channels", label: "channels.channels", icon: "link", right: .gather),
        NavigationItem(
            "deliveries", path: "/deliveries", label: "channels.deliveries", icon: "export", right: .approve),
    ].map { $0.under("web.group_answer") }

    private static let publishing = [
        NavigationItem("posts", path: "/posts", label: "publishing.nav", icon: "stream", right: .compose),
        NavigationItem("library", path: "/library", label: "library.nav", icon: "star", right: .compose),
        NavigationItem(
            "calendar", path: "/posts/calendar", label: "publishing.nav_calendar", icon: "clock", right: .compose),
        NavigationItem("press", path: "/press", label: "press.nav", icon: "mail", right: .compose),
        NavigationItem(
            "sendings", path: "/sendings", label: "publishing.nav_sendings", icon: "export", right: .approve),
    ].map { $0.under("publishing.group") }

    private static let improving = [
        NavigationItem(
            "reviews", path: "/reviews", label: "reviews.nav", icon: "star", right: .judge),
        NavigationItem(
            "posters", path: "/reviews/posters", label: "protection.posters", icon: "export", right: .improve),
        NavigationItem(
            "improvements", path: "/improvements", label: "improvement.nav", icon: "rise", right: .judge),
    ].map { $0.under("web.group_improve") }

    func add(to pages: Pages, live: StreamLive, digests: Digests) {
        pages.get("", access: .signedIn) { _, _ in Page.redirect("/today") }
        PeopleRoutes(house.people).add(to: pages)
        TodayRoutes(desk: house.desk).add(to: pages)
        StreamRoutes(desk: house.desk, live: live).add(to: pages)
        MentionRoutes(desk: house.desk).add(to: pages)
        AlertRoutes(
            house.alerts, watches: house.watches, digests: digests, desk: house.desk, calls: "/oncall/mentions"
        ).add(to: pages)
        OriginRoutes(house.origins).add(to: pages)
        WatchRoutes(house.watches, origins: house.origins).add(to: pages)
        ImportRoutes(house.imports).add(to: pages)
        HubRoutes(database: house.database, clock: house.clock).add(to: pages)
    }
}
