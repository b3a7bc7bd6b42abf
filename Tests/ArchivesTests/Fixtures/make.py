#!/usr/bin/env python3
"""Writes the exports beside this file: the shapes are those that the networks write, the hospital and the people are
invented. Run it again after a change; its output is committed so that the tests need no Python."""
import gzip, io, json, os, tarfile, zipfile

here = os.path.dirname(os.path.abspath(__file__))
STAMP = (2024, 6, 1, 12, 0, 0)


def save_zip(name, members):
    with zipfile.ZipFile(os.path.join(here, name), "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in members:
            info = zipfile.ZipInfo(path, STAMP)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, content)


def save(name, content):
    with open(os.path.join(here, name), "wb") as file:
        file.write(content if isinstance(content, bytes) else content.encode())


def meta(value):
    """JSON as Meta writes it: each byte of UTF-8 escaped as a character of its own."""
    text = json.dumps(value, ensure_ascii=False, indent=2)
    return "".join(c if ord(c) < 128 else "".join("\\u%04x" % b for b in c.encode()) for c in text)


def tweet(id, text, date, lang="fr", reply=None, urls=()):
    body = {
        "edit_info": {"initial": {"editTweetIds": [id], "editableUntil": "2024-05-02T10:00:00.000Z", "editsRemaining": "5"}},
        "retweeted": False, "source": '<a href="https://mobile.twitter.com" rel="nofollow">Twitter Web App</a>',
        "entities": {"hashtags": [], "symbols": [], "user_mentions": [],
                     "urls": [{"url": s, "expanded_url": l, "display_url": l[8:20] + "…", "indices": ["0", "23"]} for s, l in urls]},
        "display_text_range": ["0", str(len(text))], "favorite_count": "12", "id_str": id, "truncated": False,
        "retweet_count": "3", "id": id, "created_at": date, "favorited": False, "full_text": text, "lang": lang}
    if reply:
        body["in_reply_to_status_id_str"] = reply
        body["in_reply_to_screen_name"] = "patient_inquiet"
    return {"tweet": body}


LONG = ("Portes ouvertes de la maternité ce samedi de 10h à 17h : visite des salles de naissance, rencontre avec les "
        "sages-femmes, atelier portage, et un café pour les futurs parents. " + "Entrée libre, parking B ouvert. " * 8).strip()
tweets = [
    tweet("1790000000000000001", "Les urgences pédiatriques rouvrent lundi &amp; 24h/24. https://t.co/abc123", "Mon May 13 08:15:30 +0000 2024",
          urls=[("https://t.co/abc123", "https://chu-valmont.example/urgences")]),
    tweet("1790000000000000002", "@patient_inquiet Bonjour, écrivez-nous à la boîte des usagers, nous vous rappelons.", "Mon May 13 09:00:00 +0000 2024",
          reply="1789999999999999999"),
    tweet("1790000000000000003", "RT @marie_lefort: Merci aux soignants du @CHUValmont, mon père est rentré à la maison.", "Tue May 14 10:00:00 +0000 2024"),
    tweet("1790000000000000004", LONG[:250] + "… https://t.co/long", "Wed May 15 12:30:10 +0000 2024"),
    tweet("1790000000000000005", "☀️ Bel été à toutes et tous", "Fri Jun 21 06:00:00 +0000 2024", lang="qme"),
]
save_zip("x.zip", [
    ("Your archive.html", "<!doctype html><title>Archive</title>"),
    ("data/direct-messages.js", 'window.YTD.direct_messages.part0 = [ {"dmConversation":{"messages":[{"messageCreate":{"text":"secret"}}]}} ]'),
    ("data/like.js", 'window.YTD.like.part0 = [ {"like":{"tweetId":"5","fullText":"aimé"}} ]'),
    ("data/tweets.js", "window.YTD.tweets.part0 = " + json.dumps(tweets, indent=2, ensure_ascii=False)),
    ("data/tweets-part1.js", "window.YTD.tweets.part1 = " + json.dumps(
        [tweet("1800000000000000006", "Don du sang jeudi dans le hall. Half a pair: X", "Thu Jun 27 06:00:00 +0000 2024")]).replace("X", "\\ud83d")),
    ("data/account.js", 'window.YTD.account.part0 = [ {"account":{"username":"CHUValmont","accountId":"42","accountDisplayName":"CHU de Valmont"}} ]'),
    ("data/note-tweet.js", "window.YTD.note_tweet.part0 = " + json.dumps(
        [{"noteTweet": {"noteTweetId": "1790000000000009999", "createdAt": "2024-05-15T12:30:10.000Z", "core": {"text": LONG, "urls": []}}}])),
])

save_zip("facebook.zip", [
    ("this_profile's_activity_across_facebook/messages/inbox/x/message_1.json", '{"messages":[{"content":"secret"}]}'),
    ("this_profile's_activity_across_facebook/posts/profile_posts_1.json", meta([
        {"timestamp": 1715587200, "data": [{"post": "L’hôpital recrute : infirmières, aides-soignants, kinés 💙"}], "title": "CHU de Valmont"},
        {"timestamp": 1715673600, "attachments": [{"data": [{"media": {
            "uri": "posts/media/a.jpg", "creation_timestamp": 1715673600, "description": "L'équipe de nuit, à 3 h du matin"}}]}], "data": []},
        {"timestamp": 1715760000, "attachments": [{"data": [{"media": {"uri": "posts/media/b.jpg"}}]}]}])),
    ("this_profile's_activity_across_facebook/comments_and_reactions/comments.json", meta({"comments_v2": [
        {"timestamp": 1715600000, "title": "CHU de Valmont a répondu au commentaire de Zoë.",
         "data": [{"comment": {"timestamp": 1715600000, "comment": "Merci Zoë, c’est noté.", "author": "CHU de Valmont"}}]}]})),
    ("this_profile's_activity_across_facebook/reviews/page_reviews.json", meta({"reviews": [
        {"created_time": "2024-05-01T10:00:00+0000", "recommendation_type": "negative", "reviewer": {"name": "Léa M."},
         "review_text": "Six heures d’attente aux urgences, personne ne nous a informés."},
        {"created_time": "2024-05-02T10:00:00+0000", "recommendation_type": "positive", "reviewer": {"name": "Noël P."}, "review_text": ""}]})),
])

save_zip("instagram.zip", [
    ("your_instagram_activity/media/posts_1.json", meta([
        {"media": [{"uri": "media/posts/1.jpg", "creation_timestamp": 1715590000, "title": "Journée des infirmières 🌷 merci à elles"}]},
        {"media": [{"uri": "media/posts/2.jpg", "creation_timestamp": 1715590100, "title": ""}, {"uri": "media/posts/3.jpg"}],
         "title": "Le nouveau hall, côté jardin", "creation_timestamp": 1715590100}])),
    ("your_instagram_activity/media/reels.json", meta({"ig_reels_media": [
        {"media": [{"uri": "media/reels/1.mp4", "creation_timestamp": 1715590200, "title": "Visite de la stérilisation"}]}]})),
    ("your_instagram_activity/comments/post_comments_1.json", meta([
        {"media_list_data": [{"uri": ""}], "string_map_data": {
            "Comment": {"value": "Bravo à l'équipe, fière de vous !"}, "Media Owner": {"value": "ifsi_valmont"}, "Time": {"timestamp": 1715600000}}},
        {"media_list_data": [], "string_map_data": {
            "Commentaire": {"value": "Où peut-on s'inscrire ?"}, "Propriétaire du contenu multimédia": {"value": "ars_exemple"},
            "Heure": {"timestamp": 1715600100}}}])),
])

segments = '"{""takeoutSegments"":[{""text"":""Très belle vidéo""},{""text"":"", merci !""}]}"'
save_zip("takeout.zip", [
    ("Takeout/YouTube et YouTube Music/commentaires/commentaires.csv",
     "ID du commentaire,ID de la chaîne,Code temporel de création du commentaire,Prix,ID du commentaire parent,ID de la vidéo,Texte du commentaire\n"
     f"UgA1,UCvalmont,2023-09-19T17:42:53.434647+00:00,0,,WtOskFeLmr4,{segments}\n"),
    ("Takeout/YouTube et YouTube Music/commentaires/commentaires(1).csv",
     "Channel ID,Comment Create Timestamp,Price,Comment ID,Parent Comment ID,Video ID,Comment Text\n"
     'UCvalmont,2024-04-14T07:39:35.956042+00:00,0,UgA2.r1,UgA1,WtOskFeLmr4,"{""text"":""\\u003e Merci""},{""text"":""\\n""},{""text"":""à bientôt""}"\n\n\n'),
    ("Takeout/YouTube and YouTube Music/my-comments/my-comments.html",
     '<!DOCTYPE html><html><body><ul><li>Envoyé à 2019-04-27 23:18:23 UTC pendant que vous regardiez '
     '<a href="http://www.youtube.com/watch?v=mMabcdefghi">une vidéo</a>.<br/>Le son est trop bas &amp; c&#39;est dommage</li></ul></body></html>'),
    ("Takeout/Fiche d'établissement Google/account-1/data.json", '{"accountName":"CHU de Valmont"}'),
    ("Takeout/Google Business Profile/account-1/location-2/reviews.json", json.dumps({"reviews": [
        {"name": "accounts/1/locations/2/reviews/AbF", "reviewer": {"displayName": "Hélène R."}, "starRating": "FIVE",
         "comment": "(Translated by Google) Very kind staff.\n\n(Original)\nPersonnel très gentil.", "createTime": "2024-02-03T09:08:07.123Z",
         "updateTime": "2024-02-03T09:08:07.123Z",
         "reviewReply": {"comment": "Merci Hélène, nous transmettons à l’équipe.", "updateTime": "2024-02-04T08:00:00Z"}},
        {"name": "accounts/1/locations/2/reviews/AbG", "reviewer": {"displayName": "Un visiteur"}, "starRating": "ONE",
         "createTime": "2024-02-05T10:00:00Z"},
        {"name": "accounts/1/locations/2/reviews/AbH", "reviewer": {}, "starRating": "SIX", "comment": "?", "createTime": "2024-02-05T10:00:00Z"},
    ]}, ensure_ascii=False, indent=1)),
    ("Takeout/Flux Google+/Posts/20160312 - Journée du rein.json", json.dumps({
        "url": "https://plus.google.com/+CHUValmont/posts/abc", "creationTime": "2016-03-12 11:19:44+0100",
        "author": {"displayName": "CHU de Valmont", "resourceName": "users/1"}, "content": "Journée du <b>rein</b> dans le hall<br>Venez !",
        "resourceName": "users/1/posts/abc", "postAcl": {"isPublic": True},
        "comments": [{"creationTime": "2016-03-12 12:00:00+0100", "author": {"displayName": "Jean D."}, "content": "J&#39;y serai",
                      "resourceName": "users/1/posts/abc/comments/1"}]}, ensure_ascii=False)),
    ("Takeout/Google+ Stream/Posts/20130812 - Bonjour.html",
     '<!doctype html><html><head><title>Bonjour</title></head><body><div itemprop="author"><a href="https://plus.google.com/1" class="author">CHU de Valmont</a>'
     '<a href="https://plus.google.com/1/posts/xyz">2013-08-12T11:19:44-0700</a></div><div class="main-content"><div>Bonjour &amp; bienvenue</div>ici</div>'
     '<div class="comments"><div class="comment"><a href="https://plus.google.com/2" class="author">Paul</a><span class="time"> - 2013-08-13T09:00:00+0000</span>'
     '<div class="comment-content">Enfin !</div></div></div></body></html>'),
    ("Takeout/Maps (your places)/Reviews.json", '{"type":"FeatureCollection","features":[]}'),
])

save_zip("linkedin.zip", [
    ("Connections.csv", "First Name,Last Name\nA,B\n"),
    ("messages.csv", "FROM,CONTENT\nx,secret\n"),
    ("Shares_17529409.csv",
     "Date,ShareLink,ShareCommentary,SharedUrl,MediaUrl,Visibility\n"
     '2024-03-01 09:30:00,https://www.linkedin.com/feed/update/urn%3Ali%3Ashare%3A7169000000000000001,"Nous recrutons un ""chef de pôle"".""\n""\n""Postulez avant le 30 avril.",,,PUBLIC\n'
     "2024-03-02 09:30:00,https://www.linkedin.com/feed/update/urn%3Ali%3Ashare%3A7169000000000000002,,https://example.org,,PUBLIC\n"),
    ("Comments_17529409.csv",
     "Date,Link,Message\n"
     '2024-03-03 10:26:45,https://www.linkedin.com/feed/update/urn%3Ali%3Aactivity%3A7401794121226567681,"Bravo, \\"belle équipe\\", et à bientôt"\n'),
])
save("linkedin-page.csv",
     "Statistiques de votre Page sur la période\n"
     "Post title,Post link,Post type,Campaign name,Posted by,Created date,Impressions,Views,Clicks\n"
     '"Le CHU, lauréat du prix qualité",https://www.linkedin.com/feed/update/urn:li:activity:7200000000000000001,Organic,,Anne,05/17/2024,"1,204",,33\n')

note = {"@context": "https://www.w3.org/ns/activitystreams", "id": "https://piaille.example/users/chu/outbox", "type": "OrderedCollection", "totalItems": 4,
        "orderedItems": [
            {"id": "https://piaille.example/users/chu/statuses/1/activity", "type": "Create", "actor": "https://piaille.example/users/chu",
             "published": "2024-01-10T07:00:00Z", "to": ["https://www.w3.org/ns/activitystreams#Public"], "cc": [],
             "object": {"id": "https://piaille.example/users/chu/statuses/1", "type": "Note", "summary": "Santé mentale", "inReplyTo": None,
                        "published": "2024-01-10T07:00:00Z", "url": "https://piaille.example/@chu/1", "attributedTo": "https://piaille.example/users/chu",
                        "to": ["https://www.w3.org/ns/activitystreams#Public"], "content": "<p>Le 3114 répond jour et nuit.</p>",
                        "contentMap": {"fr": "<p>Le 3114 répond jour et nuit.</p>"}, "attachment": []}},
            {"id": "a2", "type": "Announce", "actor": "https://piaille.example/users/chu", "published": "2024-01-11T07:00:00Z",
             "to": ["https://www.w3.org/ns/activitystreams#Public"], "object": "https://autre.example/users/x/statuses/9"},
            {"id": "a3", "type": "Create", "actor": "https://piaille.example/users/chu", "published": "2024-01-12T07:00:00Z", "to": ["https://piaille.example/users/patient"],
             "object": {"id": "https://piaille.example/users/chu/statuses/3", "type": "Note", "published": "2024-01-12T07:00:00Z",
                        "to": ["https://piaille.example/users/patient"], "content": "<p>secret</p>"}},
            {"id": "a4", "type": "Create", "actor": "https://piaille.example/users/chu", "published": "2024-01-13T07:00:00Z", "to": ["as:Public"],
             "object": {"id": "https://piaille.example/users/chu/statuses/4", "type": "Note", "inReplyTo": "https://autre.example/users/x/statuses/8",
                        "published": "2024-01-13T07:00:00Z", "to": ["as:Public"], "content": "<p>Merci pour votre retour</p>"}}]}
with open(os.path.join(here, "mastodon.tar.gz"), "wb") as raw:
    with gzip.GzipFile(fileobj=raw, mode="wb", mtime=0) as packed, tarfile.open(fileobj=packed, mode="w") as archive:
        for path, content in [("media_attachments/files/1.png", b"\x89PNG" * 100), ("outbox.json", json.dumps(note, ensure_ascii=False).encode()),
                              ("likes.json", b"{}"), ("actor.json", b'{"type":"Person","preferredUsername":"chu"}')]:
            info = tarfile.TarInfo(path)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))

french = ("Date de l'avis;Note;Auteur;Commentaire\r\n"
          "06/09/2021;4/5;Mme D.;\"Équipe à l'écoute ; un peu d'attente\r\nmais l'œil est sauvé\"\r\n"
          "17/09/2021 à 14h30;2,5;;Chambre à 80 € sans télé\r\n"
          "31/02/2021;1;;Date impossible\r\n")
save("excel.csv", french.encode("cp1252"))
save("excel-utf16.csv", french.encode("utf-16"))
save("excel-bom.csv", b"\xef\xbb\xbf" + french.encode())


def packed(content):
    out = io.BytesIO()
    with gzip.GzipFile(fileobj=out, mode="wb", mtime=0) as file:
        file.write(content)
    return out.getvalue()


line = b'{"id":"1","network":"web","text":"Bonjour","published_at":"2024-01-01T00:00:00Z"}\n'
save("lines.jsonl.gz", packed(line * 3))
save("bomb.jsonl.gz", packed(b"0" * (12 << 20)))
save("twice.jsonl.gz", packed(packed(line * 3)))
save_zip("bomb.zip", [("data/tweets.js", b"window.YTD.tweets.part0 = [" + b" " * (12 << 20) + b"]")])
inner = io.BytesIO()
with zipfile.ZipFile(inner, "w") as archive:
    archive.writestr(zipfile.ZipInfo("data/tweets.js", STAMP), "window.YTD.tweets.part0 = []")
save_zip("nested.zip", [("avis.csv", inner.getvalue()), ("../../etc/avis.csv", french.encode("cp1252"))])
