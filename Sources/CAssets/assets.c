// Written by scripts/assets: every file below assets/, embedded in the binary.
#include "assets.h"

static const unsigned char after_after_css[] = {
#embed "assets/after/after.css"
};

static const unsigned char after_change_mustache[] = {
#embed "assets/after/change.mustache"
};

static const unsigned char after_correct_mustache[] = {
#embed "assets/after/correct.mustache"
};

static const unsigned char after_figures_mustache[] = {
#embed "assets/after/figures.mustache"
};

static const unsigned char after_part_mustache[] = {
#embed "assets/after/part.mustache"
};

static const unsigned char after_record_mustache[] = {
#embed "assets/after/record.mustache"
};

static const unsigned char after_words_json[] = {
#embed "assets/after/words.json"
};

static const unsigned char calendars_health_days_json[] = {
#embed "assets/calendars/health-days.json"
};

static const unsigned char calendars_words_json[] = {
#embed "assets/calendars/words.json"
};

static const unsigned char channels_applications_mustache[] = {
#embed "assets/channels/applications.mustache"
};

static const unsigned char channels_authorise_mustache[] = {
#embed "assets/channels/authorise.mustache"
};

static const unsigned char channels_channel_mustache[] = {
#embed "assets/channels/channel.mustache"
};

static const unsigned char channels_choose_mustache[] = {
#embed "assets/channels/choose.mustache"
};

static const unsigned char channels_deliveries_mustache[] = {
#embed "assets/channels/deliveries.mustache"
};

static const unsigned char channels_delivery_mustache[] = {
#embed "assets/channels/delivery.mustache"
};

static const unsigned char channels_line_mustache[] = {
#embed "assets/channels/line.mustache"
};

static const unsigned char channels_list_mustache[] = {
#embed "assets/channels/list.mustache"
};

static const unsigned char channels_secret_mustache[] = {
#embed "assets/channels/secret.mustache"
};

static const unsigned char channels_troubles_mustache[] = {
#embed "assets/channels/troubles.mustache"
};

static const unsigned char channels_words_json[] = {
#embed "assets/channels/words.json"
};

static const unsigned char deontology_model_bin[] = {
#embed "assets/deontology/model.bin"
};

static const unsigned char deontology_rules_advertising_json[] = {
#embed "assets/deontology/rules/advertising.json"
};

static const unsigned char deontology_rules_cues_txt[] = {
#embed "assets/deontology/rules/cues.txt"
};

static const unsigned char deontology_rules_dignity_json[] = {
#embed "assets/deontology/rules/dignity.json"
};

static const unsigned char deontology_rules_image_json[] = {
#embed "assets/deontology/rules/image.json"
};

static const unsigned char deontology_rules_medicines_txt[] = {
#embed "assets/deontology/rules/medicines.txt"
};

static const unsigned char deontology_rules_products_json[] = {
#embed "assets/deontology/rules/products.json"
};

static const unsigned char deontology_rules_science_json[] = {
#embed "assets/deontology/rules/science.json"
};

static const unsigned char deontology_rules_secrecy_json[] = {
#embed "assets/deontology/rules/secrecy.json"
};

static const unsigned char explainers_list_mustache[] = {
#embed "assets/explainers/list.mustache"
};

static const unsigned char explainers_one_mustache[] = {
#embed "assets/explainers/one.mustache"
};

static const unsigned char explainers_public_mustache[] = {
#embed "assets/explainers/public.mustache"
};

static const unsigned char explainers_words_json[] = {
#embed "assets/explainers/words.json"
};

static const unsigned char feed_words_json[] = {
#embed "assets/feed/words.json"
};

static const unsigned char hours_call_mustache[] = {
#embed "assets/hours/call.mustache"
};

static const unsigned char hours_hours_css[] = {
#embed "assets/hours/hours.css"
};

static const unsigned char hours_hours_mustache[] = {
#embed "assets/hours/hours.mustache"
};

static const unsigned char hours_line_mustache[] = {
#embed "assets/hours/line.mustache"
};

static const unsigned char hours_oncall_css[] = {
#embed "assets/hours/oncall.css"
};

static const unsigned char hours_oncall_mustache[] = {
#embed "assets/hours/oncall.mustache"
};

static const unsigned char hours_panel_mustache[] = {
#embed "assets/hours/panel.mustache"
};

static const unsigned char hours_replies_mustache[] = {
#embed "assets/hours/replies.mustache"
};

static const unsigned char hours_words_json[] = {
#embed "assets/hours/words.json"
};

static const unsigned char improvement_board_mustache[] = {
#embed "assets/improvement/board.mustache"
};

static const unsigned char improvement_card_mustache[] = {
#embed "assets/improvement/card.mustache"
};

static const unsigned char improvement_committee_mustache[] = {
#embed "assets/improvement/committee.mustache"
};

static const unsigned char improvement_form_mustache[] = {
#embed "assets/improvement/form.mustache"
};

static const unsigned char improvement_improvement_css[] = {
#embed "assets/improvement/improvement.css"
};

static const unsigned char improvement_item_mustache[] = {
#embed "assets/improvement/item.mustache"
};

static const unsigned char improvement_panel_mustache[] = {
#embed "assets/improvement/panel.mustache"
};

static const unsigned char improvement_public_mustache[] = {
#embed "assets/improvement/public.mustache"
};

static const unsigned char improvement_voice_mustache[] = {
#embed "assets/improvement/voice.mustache"
};

static const unsigned char improvement_words_json[] = {
#embed "assets/improvement/words.json"
};

static const unsigned char inbox_conversation_js[] = {
#embed "assets/inbox/conversation.js"
};

static const unsigned char inbox_conversation_mustache[] = {
#embed "assets/inbox/conversation.mustache"
};

static const unsigned char inbox_inbox_css[] = {
#embed "assets/inbox/inbox.css"
};

static const unsigned char inbox_inbox_js[] = {
#embed "assets/inbox/inbox.js"
};

static const unsigned char inbox_list_mustache[] = {
#embed "assets/inbox/list.mustache"
};

static const unsigned char inbox_message_mustache[] = {
#embed "assets/inbox/message.mustache"
};

static const unsigned char inbox_row_mustache[] = {
#embed "assets/inbox/row.mustache"
};

static const unsigned char inbox_words_json[] = {
#embed "assets/inbox/words.json"
};

static const unsigned char library_captions_mustache[] = {
#embed "assets/library/captions.mustache"
};

static const unsigned char library_item_mustache[] = {
#embed "assets/library/item.mustache"
};

static const unsigned char library_library_css[] = {
#embed "assets/library/library.css"
};

static const unsigned char library_library_js[] = {
#embed "assets/library/library.js"
};

static const unsigned char library_list_mustache[] = {
#embed "assets/library/list.mustache"
};

static const unsigned char library_release_form_mustache[] = {
#embed "assets/library/release-form.mustache"
};

static const unsigned char library_release_mustache[] = {
#embed "assets/library/release.mustache"
};

static const unsigned char library_releases_mustache[] = {
#embed "assets/library/releases.mustache"
};

static const unsigned char library_transcript_mustache[] = {
#embed "assets/library/transcript.mustache"
};

static const unsigned char library_words_json[] = {
#embed "assets/library/words.json"
};

static const unsigned char listening_alerts_css[] = {
#embed "assets/listening/alerts.css"
};

static const unsigned char listening_alerts_mustache[] = {
#embed "assets/listening/alerts.mustache"
};

static const unsigned char listening_amend_mustache[] = {
#embed "assets/listening/amend.mustache"
};

static const unsigned char listening_amend_page_mustache[] = {
#embed "assets/listening/amend_page.mustache"
};

static const unsigned char listening_choice_mustache[] = {
#embed "assets/listening/choice.mustache"
};

static const unsigned char listening_comparisons_mustache[] = {
#embed "assets/listening/comparisons.mustache"
};

static const unsigned char listening_import_mustache[] = {
#embed "assets/listening/import.mustache"
};

static const unsigned char listening_imports_mustache[] = {
#embed "assets/listening/imports.mustache"
};

static const unsigned char listening_keys_mustache[] = {
#embed "assets/listening/keys.mustache"
};

static const unsigned char listening_ladder_mustache[] = {
#embed "assets/listening/ladder.mustache"
};

static const unsigned char listening_mention_mustache[] = {
#embed "assets/listening/mention.mustache"
};

static const unsigned char listening_refresh_js[] = {
#embed "assets/listening/refresh.js"
};

static const unsigned char listening_source_list_mustache[] = {
#embed "assets/listening/source-list.mustache"
};

static const unsigned char listening_source_new_mustache[] = {
#embed "assets/listening/source-new.mustache"
};

static const unsigned char listening_source_mustache[] = {
#embed "assets/listening/source.mustache"
};

static const unsigned char listening_sources_mustache[] = {
#embed "assets/listening/sources.mustache"
};

static const unsigned char listening_stream_js[] = {
#embed "assets/listening/stream.js"
};

static const unsigned char listening_stream_mustache[] = {
#embed "assets/listening/stream.mustache"
};

static const unsigned char listening_today_css[] = {
#embed "assets/listening/today.css"
};

static const unsigned char listening_today_mustache[] = {
#embed "assets/listening/today.mustache"
};

static const unsigned char listening_upload_js[] = {
#embed "assets/listening/upload.js"
};

static const unsigned char listening_voice_mustache[] = {
#embed "assets/listening/voice.mustache"
};

static const unsigned char listening_voices_css[] = {
#embed "assets/listening/voices.css"
};

static const unsigned char listening_watch_form_mustache[] = {
#embed "assets/listening/watch-form.mustache"
};

static const unsigned char listening_watch_mustache[] = {
#embed "assets/listening/watch.mustache"
};

static const unsigned char listening_watches_mustache[] = {
#embed "assets/listening/watches.mustache"
};

static const unsigned char listening_words_json[] = {
#embed "assets/listening/words.json"
};

static const unsigned char media_words_json[] = {
#embed "assets/media/words.json"
};

static const unsigned char networks_limits_json[] = {
#embed "assets/networks/limits.json"
};

static const unsigned char networks_words_json[] = {
#embed "assets/networks/words.json"
};

static const unsigned char opinion_model_bin[] = {
#embed "assets/opinion/model.bin"
};

static const unsigned char opml_words_json[] = {
#embed "assets/opml/words.json"
};

static const unsigned char outside_closed_mustache[] = {
#embed "assets/outside/closed.mustache"
};

static const unsigned char outside_page_mustache[] = {
#embed "assets/outside/page.mustache"
};

static const unsigned char outside_part_mustache[] = {
#embed "assets/outside/part.mustache"
};

static const unsigned char outside_words_json[] = {
#embed "assets/outside/words.json"
};

static const unsigned char page_words_json[] = {
#embed "assets/page/words.json"
};

static const unsigned char people_account_mustache[] = {
#embed "assets/people/account.mustache"
};

static const unsigned char people_audit_mustache[] = {
#embed "assets/people/audit.mustache"
};

static const unsigned char people_code_mustache[] = {
#embed "assets/people/code.mustache"
};

static const unsigned char people_factor_mustache[] = {
#embed "assets/people/factor.mustache"
};

static const unsigned char people_factor_remove_mustache[] = {
#embed "assets/people/factor_remove.mustache"
};

static const unsigned char people_link_mustache[] = {
#embed "assets/people/link.mustache"
};

static const unsigned char people_list_mustache[] = {
#embed "assets/people/list.mustache"
};

static const unsigned char people_organisation_mustache[] = {
#embed "assets/people/organisation.mustache"
};

static const unsigned char people_person_mustache[] = {
#embed "assets/people/person.mustache"
};

static const unsigned char people_recovery_mustache[] = {
#embed "assets/people/recovery.mustache"
};

static const unsigned char people_service_mustache[] = {
#embed "assets/people/service.mustache"
};

static const unsigned char people_setup_mustache[] = {
#embed "assets/people/setup.mustache"
};

static const unsigned char people_sign_in_mustache[] = {
#embed "assets/people/sign_in.mustache"
};

static const unsigned char people_unready_mustache[] = {
#embed "assets/people/unready.mustache"
};

static const unsigned char people_welcome_mustache[] = {
#embed "assets/people/welcome.mustache"
};

static const unsigned char people_words_json[] = {
#embed "assets/people/words.json"
};

static const unsigned char preflight_words_json[] = {
#embed "assets/preflight/words.json"
};

static const unsigned char press_editor_mustache[] = {
#embed "assets/press/editor.mustache"
};

static const unsigned char press_list_mustache[] = {
#embed "assets/press/list.mustache"
};

static const unsigned char press_press_css[] = {
#embed "assets/press/press.css"
};

static const unsigned char press_public_release_mustache[] = {
#embed "assets/press/public-release.mustache"
};

static const unsigned char press_public_mustache[] = {
#embed "assets/press/public.mustache"
};

static const unsigned char press_question_mustache[] = {
#embed "assets/press/question.mustache"
};

static const unsigned char press_release_mustache[] = {
#embed "assets/press/release.mustache"
};

static const unsigned char press_releases_mustache[] = {
#embed "assets/press/releases.mustache"
};

static const unsigned char press_room_mustache[] = {
#embed "assets/press/room.mustache"
};

static const unsigned char press_said_mustache[] = {
#embed "assets/press/said.mustache"
};

static const unsigned char press_subscribe_mustache[] = {
#embed "assets/press/subscribe.mustache"
};

static const unsigned char press_words_json[] = {
#embed "assets/press/words.json"
};

static const unsigned char privacy_faces_bin[] = {
#embed "assets/privacy/faces.bin"
};

static const unsigned char privacy_gazetteer_bin[] = {
#embed "assets/privacy/gazetteer.bin"
};

static const unsigned char privacy_model_bin[] = {
#embed "assets/privacy/model.bin"
};

static const unsigned char protection_front_mustache[] = {
#embed "assets/protection/front.mustache"
};

static const unsigned char protection_panel_mustache[] = {
#embed "assets/protection/panel.mustache"
};

static const unsigned char protection_posters_mustache[] = {
#embed "assets/protection/posters.mustache"
};

static const unsigned char protection_report_form_mustache[] = {
#embed "assets/protection/report-form.mustache"
};

static const unsigned char protection_report_mustache[] = {
#embed "assets/protection/report.mustache"
};

static const unsigned char protection_request_form_mustache[] = {
#embed "assets/protection/request-form.mustache"
};

static const unsigned char protection_request_mustache[] = {
#embed "assets/protection/request.mustache"
};

static const unsigned char protection_requests_mustache[] = {
#embed "assets/protection/requests.mustache"
};

static const unsigned char protection_snapshot_mustache[] = {
#embed "assets/protection/snapshot.mustache"
};

static const unsigned char protection_words_json[] = {
#embed "assets/protection/words.json"
};

static const unsigned char publishing_budget_mustache[] = {
#embed "assets/publishing/budget.mustache"
};

static const unsigned char publishing_calendar_repeat_mustache[] = {
#embed "assets/publishing/calendar-repeat.mustache"
};

static const unsigned char publishing_calendar_series_mustache[] = {
#embed "assets/publishing/calendar-series.mustache"
};

static const unsigned char publishing_calendar_js[] = {
#embed "assets/publishing/calendar.js"
};

static const unsigned char publishing_calendar_mustache[] = {
#embed "assets/publishing/calendar.mustache"
};

static const unsigned char publishing_checked_mustache[] = {
#embed "assets/publishing/checked.mustache"
};

static const unsigned char publishing_composer_js[] = {
#embed "assets/publishing/composer.js"
};

static const unsigned char publishing_composer_mustache[] = {
#embed "assets/publishing/composer.mustache"
};

static const unsigned char publishing_line_mustache[] = {
#embed "assets/publishing/line.mustache"
};

static const unsigned char publishing_post_mustache[] = {
#embed "assets/publishing/post.mustache"
};

static const unsigned char publishing_posts_mustache[] = {
#embed "assets/publishing/posts.mustache"
};

static const unsigned char publishing_preview_mustache[] = {
#embed "assets/publishing/preview.mustache"
};

static const unsigned char publishing_publishing_css[] = {
#embed "assets/publishing/publishing.css"
};

static const unsigned char publishing_seen_mustache[] = {
#embed "assets/publishing/seen.mustache"
};

static const unsigned char publishing_sending_mustache[] = {
#embed "assets/publishing/sending.mustache"
};

static const unsigned char publishing_sendings_mustache[] = {
#embed "assets/publishing/sendings.mustache"
};

static const unsigned char publishing_templates_json[] = {
#embed "assets/publishing/templates.json"
};

static const unsigned char publishing_templates_mustache[] = {
#embed "assets/publishing/templates.mustache"
};

static const unsigned char publishing_words_json[] = {
#embed "assets/publishing/words.json"
};

static const unsigned char queues_fields_mustache[] = {
#embed "assets/queues/fields.mustache"
};

static const unsigned char queues_queue_mustache[] = {
#embed "assets/queues/queue.mustache"
};

static const unsigned char queues_queues_mustache[] = {
#embed "assets/queues/queues.mustache"
};

static const unsigned char queues_words_json[] = {
#embed "assets/queues/words.json"
};

static const unsigned char reminders_part_mustache[] = {
#embed "assets/reminders/part.mustache"
};

static const unsigned char reminders_words_json[] = {
#embed "assets/reminders/words.json"
};

static const unsigned char replies_composer_js[] = {
#embed "assets/replies/composer.js"
};

static const unsigned char replies_composer_mustache[] = {
#embed "assets/replies/composer.mustache"
};

static const unsigned char replies_contact_mustache[] = {
#embed "assets/replies/contact.mustache"
};

static const unsigned char replies_decide_mustache[] = {
#embed "assets/replies/decide.mustache"
};

static const unsigned char replies_findings_mustache[] = {
#embed "assets/replies/findings.mustache"
};

static const unsigned char replies_model_mustache[] = {
#embed "assets/replies/model.mustache"
};

static const unsigned char replies_models_mustache[] = {
#embed "assets/replies/models.mustache"
};

static const unsigned char replies_panel_mustache[] = {
#embed "assets/replies/panel.mustache"
};

static const unsigned char replies_replies_css[] = {
#embed "assets/replies/replies.css"
};

static const unsigned char replies_saved_mustache[] = {
#embed "assets/replies/saved.mustache"
};

static const unsigned char replies_suggestions_mustache[] = {
#embed "assets/replies/suggestions.mustache"
};

static const unsigned char replies_waiting_mustache[] = {
#embed "assets/replies/waiting.mustache"
};

static const unsigned char replies_words_json[] = {
#embed "assets/replies/words.json"
};

static const unsigned char replies_write_mustache[] = {
#embed "assets/replies/write.mustache"
};

static const unsigned char reviews_claims_mustache[] = {
#embed "assets/reviews/claims.mustache"
};

static const unsigned char reviews_closed_mustache[] = {
#embed "assets/reviews/closed.mustache"
};

static const unsigned char reviews_fair_mustache[] = {
#embed "assets/reviews/fair.mustache"
};

static const unsigned char reviews_fairness_mustache[] = {
#embed "assets/reviews/fairness.mustache"
};

static const unsigned char reviews_flag_mustache[] = {
#embed "assets/reviews/flag.mustache"
};

static const unsigned char reviews_follow_mustache[] = {
#embed "assets/reviews/follow.mustache"
};

static const unsigned char reviews_form_js[] = {
#embed "assets/reviews/form.js"
};

static const unsigned char reviews_form_mustache[] = {
#embed "assets/reviews/form.mustache"
};

static const unsigned char reviews_gate_mustache[] = {
#embed "assets/reviews/gate.mustache"
};

static const unsigned char reviews_help_mustache[] = {
#embed "assets/reviews/help.mustache"
};

static const unsigned char reviews_links_mustache[] = {
#embed "assets/reviews/links.mustache"
};

static const unsigned char reviews_list_mustache[] = {
#embed "assets/reviews/list.mustache"
};

static const unsigned char reviews_menu_mustache[] = {
#embed "assets/reviews/menu.mustache"
};

static const unsigned char reviews_moderate_js[] = {
#embed "assets/reviews/moderate.js"
};

static const unsigned char reviews_moderate_mustache[] = {
#embed "assets/reviews/moderate.mustache"
};

static const unsigned char reviews_moderation_css[] = {
#embed "assets/reviews/moderation.css"
};

static const unsigned char reviews_moderation_mustache[] = {
#embed "assets/reviews/moderation.mustache"
};

static const unsigned char reviews_proof_js[] = {
#embed "assets/reviews/proof.js"
};

static const unsigned char reviews_public_css[] = {
#embed "assets/reviews/public.css"
};

static const unsigned char reviews_public_mustache[] = {
#embed "assets/reviews/public.mustache"
};

static const unsigned char reviews_question_mustache[] = {
#embed "assets/reviews/question.mustache"
};

static const unsigned char reviews_rules_mustache[] = {
#embed "assets/reviews/rules.mustache"
};

static const unsigned char reviews_settings_mustache[] = {
#embed "assets/reviews/settings.mustache"
};

static const unsigned char reviews_thanks_js[] = {
#embed "assets/reviews/thanks.js"
};

static const unsigned char reviews_thanks_mustache[] = {
#embed "assets/reviews/thanks.mustache"
};

static const unsigned char reviews_words_json[] = {
#embed "assets/reviews/words.json"
};

static const unsigned char sample_mentions_a_jsonl[] = {
#embed "assets/sample/mentions-a.jsonl"
};

static const unsigned char sample_mentions_b_jsonl[] = {
#embed "assets/sample/mentions-b.jsonl"
};

static const unsigned char trail_words_json[] = {
#embed "assets/trail/words.json"
};

static const unsigned char web_charts_css[] = {
#embed "assets/web/charts.css"
};

static const unsigned char web_crumbs_mustache[] = {
#embed "assets/web/crumbs.mustache"
};

static const unsigned char web_csrf_mustache[] = {
#embed "assets/web/csrf.mustache"
};

static const unsigned char web_empty_mustache[] = {
#embed "assets/web/empty.mustache"
};

static const unsigned char web_errors_mustache[] = {
#embed "assets/web/errors.mustache"
};

static const unsigned char web_failure_mustache[] = {
#embed "assets/web/failure.mustache"
};

static const unsigned char web_field_mustache[] = {
#embed "assets/web/field.mustache"
};

static const unsigned char web_icons_svg[] = {
#embed "assets/web/icons.svg"
};

static const unsigned char web_keys_js[] = {
#embed "assets/web/keys.js"
};

static const unsigned char web_layout_mustache[] = {
#embed "assets/web/layout.mustache"
};

static const unsigned char web_list_js[] = {
#embed "assets/web/list.js"
};

static const unsigned char web_live_js[] = {
#embed "assets/web/live.js"
};

static const unsigned char web_mark_192_png[] = {
#embed "assets/web/mark-192.png"
};

static const unsigned char web_mark_512_png[] = {
#embed "assets/web/mark-512.png"
};

static const unsigned char web_mark_svg[] = {
#embed "assets/web/mark.svg"
};

static const unsigned char web_notices_mustache[] = {
#embed "assets/web/notices.mustache"
};

static const unsigned char web_pagination_mustache[] = {
#embed "assets/web/pagination.mustache"
};

static const unsigned char web_parts_css[] = {
#embed "assets/web/parts.css"
};

static const unsigned char web_reproach_mustache[] = {
#embed "assets/web/reproach.mustache"
};

static const unsigned char web_site_css[] = {
#embed "assets/web/site.css"
};

static const unsigned char web_site_js[] = {
#embed "assets/web/site.js"
};

static const unsigned char web_site_webmanifest[] = {
#embed "assets/web/site.webmanifest"
};

static const unsigned char web_time_mustache[] = {
#embed "assets/web/time.mustache"
};

static const unsigned char web_words_json[] = {
#embed "assets/web/words.json"
};

static const unsigned char wire_words_json[] = {
#embed "assets/wire/words.json"
};

static const resonance_asset assets[] = {
    {"after/after.css", after_after_css, sizeof after_after_css},
    {"after/change.mustache", after_change_mustache, sizeof after_change_mustache},
    {"after/correct.mustache", after_correct_mustache, sizeof after_correct_mustache},
    {"after/figures.mustache", after_figures_mustache, sizeof after_figures_mustache},
    {"after/part.mustache", after_part_mustache, sizeof after_part_mustache},
    {"after/record.mustache", after_record_mustache, sizeof after_record_mustache},
    {"after/words.json", after_words_json, sizeof after_words_json},
    {"calendars/health-days.json", calendars_health_days_json, sizeof calendars_health_days_json},
    {"calendars/words.json", calendars_words_json, sizeof calendars_words_json},
    {"channels/applications.mustache", channels_applications_mustache, sizeof channels_applications_mustache},
    {"channels/authorise.mustache", channels_authorise_mustache, sizeof channels_authorise_mustache},
    {"channels/channel.mustache", channels_channel_mustache, sizeof channels_channel_mustache},
    {"channels/choose.mustache", channels_choose_mustache, sizeof channels_choose_mustache},
    {"channels/deliveries.mustache", channels_deliveries_mustache, sizeof channels_deliveries_mustache},
    {"channels/delivery.mustache", channels_delivery_mustache, sizeof channels_delivery_mustache},
    {"channels/line.mustache", channels_line_mustache, sizeof channels_line_mustache},
    {"channels/list.mustache", channels_list_mustache, sizeof channels_list_mustache},
    {"channels/secret.mustache", channels_secret_mustache, sizeof channels_secret_mustache},
    {"channels/troubles.mustache", channels_troubles_mustache, sizeof channels_troubles_mustache},
    {"channels/words.json", channels_words_json, sizeof channels_words_json},
    {"deontology/model.bin", deontology_model_bin, sizeof deontology_model_bin},
    {"deontology/rules/advertising.json", deontology_rules_advertising_json, sizeof deontology_rules_advertising_json},
    {"deontology/rules/cues.txt", deontology_rules_cues_txt, sizeof deontology_rules_cues_txt},
    {"deontology/rules/dignity.json", deontology_rules_dignity_json, sizeof deontology_rules_dignity_json},
    {"deontology/rules/image.json", deontology_rules_image_json, sizeof deontology_rules_image_json},
    {"deontology/rules/medicines.txt", deontology_rules_medicines_txt, sizeof deontology_rules_medicines_txt},
    {"deontology/rules/products.json", deontology_rules_products_json, sizeof deontology_rules_products_json},
    {"deontology/rules/science.json", deontology_rules_science_json, sizeof deontology_rules_science_json},
    {"deontology/rules/secrecy.json", deontology_rules_secrecy_json, sizeof deontology_rules_secrecy_json},
    {"explainers/list.mustache", explainers_list_mustache, sizeof explainers_list_mustache},
    {"explainers/one.mustache", explainers_one_mustache, sizeof explainers_one_mustache},
    {"explainers/public.mustache", explainers_public_mustache, sizeof explainers_public_mustache},
    {"explainers/words.json", explainers_words_json, sizeof explainers_words_json},
    {"feed/words.json", feed_words_json, sizeof feed_words_json},
    {"hours/call.mustache", hours_call_mustache, sizeof hours_call_mustache},
    {"hours/hours.css", hours_hours_css, sizeof hours_hours_css},
    {"hours/hours.mustache", hours_hours_mustache, sizeof hours_hours_mustache},
    {"hours/line.mustache", hours_line_mustache, sizeof hours_line_mustache},
    {"hours/oncall.css", hours_oncall_css, sizeof hours_oncall_css},
    {"hours/oncall.mustache", hours_oncall_mustache, sizeof hours_oncall_mustache},
    {"hours/panel.mustache", hours_panel_mustache, sizeof hours_panel_mustache},
    {"hours/replies.mustache", hours_replies_mustache, sizeof hours_replies_mustache},
    {"hours/words.json", hours_words_json, sizeof hours_words_json},
    {"improvement/board.mustache", improvement_board_mustache, sizeof improvement_board_mustache},
    {"improvement/card.mustache", improvement_card_mustache, sizeof improvement_card_mustache},
    {"improvement/committee.mustache", improvement_committee_mustache, sizeof improvement_committee_mustache},
    {"improvement/form.mustache", improvement_form_mustache, sizeof improvement_form_mustache},
    {"improvement/improvement.css", improvement_improvement_css, sizeof improvement_improvement_css},
    {"improvement/item.mustache", improvement_item_mustache, sizeof improvement_item_mustache},
    {"improvement/panel.mustache", improvement_panel_mustache, sizeof improvement_panel_mustache},
    {"improvement/public.mustache", improvement_public_mustache, sizeof improvement_public_mustache},
    {"improvement/voice.mustache", improvement_voice_mustache, sizeof improvement_voice_mustache},
    {"improvement/words.json", improvement_words_json, sizeof improvement_words_json},
    {"inbox/conversation.js", inbox_conversation_js, sizeof inbox_conversation_js},
    {"inbox/conversation.mustache", inbox_conversation_mustache, sizeof inbox_conversation_mustache},
    {"inbox/inbox.css", inbox_inbox_css, sizeof inbox_inbox_css},
    {"inbox/inbox.js", inbox_inbox_js, sizeof inbox_inbox_js},
    {"inbox/list.mustache", inbox_list_mustache, sizeof inbox_list_mustache},
    {"inbox/message.mustache", inbox_message_mustache, sizeof inbox_message_mustache},
    {"inbox/row.mustache", inbox_row_mustache, sizeof inbox_row_mustache},
    {"inbox/words.json", inbox_words_json, sizeof inbox_words_json},
    {"library/captions.mustache", library_captions_mustache, sizeof library_captions_mustache},
    {"library/item.mustache", library_item_mustache, sizeof library_item_mustache},
    {"library/library.css", library_library_css, sizeof library_library_css},
    {"library/library.js", library_library_js, sizeof library_library_js},
    {"library/list.mustache", library_list_mustache, sizeof library_list_mustache},
    {"library/release-form.mustache", library_release_form_mustache, sizeof library_release_form_mustache},
    {"library/release.mustache", library_release_mustache, sizeof library_release_mustache},
    {"library/releases.mustache", library_releases_mustache, sizeof library_releases_mustache},
    {"library/transcript.mustache", library_transcript_mustache, sizeof library_transcript_mustache},
    {"library/words.json", library_words_json, sizeof library_words_json},
    {"listening/alerts.css", listening_alerts_css, sizeof listening_alerts_css},
    {"listening/alerts.mustache", listening_alerts_mustache, sizeof listening_alerts_mustache},
    {"listening/amend.mustache", listening_amend_mustache, sizeof listening_amend_mustache},
    {"listening/amend_page.mustache", listening_amend_page_mustache, sizeof listening_amend_page_mustache},
    {"listening/choice.mustache", listening_choice_mustache, sizeof listening_choice_mustache},
    {"listening/comparisons.mustache", listening_comparisons_mustache, sizeof listening_comparisons_mustache},
    {"listening/import.mustache", listening_import_mustache, sizeof listening_import_mustache},
    {"listening/imports.mustache", listening_imports_mustache, sizeof listening_imports_mustache},
    {"listening/keys.mustache", listening_keys_mustache, sizeof listening_keys_mustache},
    {"listening/ladder.mustache", listening_ladder_mustache, sizeof listening_ladder_mustache},
    {"listening/mention.mustache", listening_mention_mustache, sizeof listening_mention_mustache},
    {"listening/refresh.js", listening_refresh_js, sizeof listening_refresh_js},
    {"listening/source-list.mustache", listening_source_list_mustache, sizeof listening_source_list_mustache},
    {"listening/source-new.mustache", listening_source_new_mustache, sizeof listening_source_new_mustache},
    {"listening/source.mustache", listening_source_mustache, sizeof listening_source_mustache},
    {"listening/sources.mustache", listening_sources_mustache, sizeof listening_sources_mustache},
    {"listening/stream.js", listening_stream_js, sizeof listening_stream_js},
    {"listening/stream.mustache", listening_stream_mustache, sizeof listening_stream_mustache},
    {"listening/today.css", listening_today_css, sizeof listening_today_css},
    {"listening/today.mustache", listening_today_mustache, sizeof listening_today_mustache},
    {"listening/upload.js", listening_upload_js, sizeof listening_upload_js},
    {"listening/voice.mustache", listening_voice_mustache, sizeof listening_voice_mustache},
    {"listening/voices.css", listening_voices_css, sizeof listening_voices_css},
    {"listening/watch-form.mustache", listening_watch_form_mustache, sizeof listening_watch_form_mustache},
    {"listening/watch.mustache", listening_watch_mustache, sizeof listening_watch_mustache},
    {"listening/watches.mustache", listening_watches_mustache, sizeof listening_watches_mustache},
    {"listening/words.json", listening_words_json, sizeof listening_words_json},
    {"media/words.json", media_words_json, sizeof media_words_json},
    {"networks/limits.json", networks_limits_json, sizeof networks_limits_json},
    {"networks/words.json", networks_words_json, sizeof networks_words_json},
    {"opinion/model.bin", opinion_model_bin, sizeof opinion_model_bin},
    {"opml/words.json", opml_words_json, sizeof opml_words_json},
    {"outside/closed.mustache", outside_closed_mustache, sizeof outside_closed_mustache},
    {"outside/page.mustache", outside_page_mustache, sizeof outside_page_mustache},
    {"outside/part.mustache", outside_part_mustache, sizeof outside_part_mustache},
    {"outside/words.json", outside_words_json, sizeof outside_words_json},
    {"page/words.json", page_words_json, sizeof page_words_json},
    {"people/account.mustache", people_account_mustache, sizeof people_account_mustache},
    {"people/audit.mustache", people_audit_mustache, sizeof people_audit_mustache},
    {"people/code.mustache", people_code_mustache, sizeof people_code_mustache},
    {"people/factor.mustache", people_factor_mustache, sizeof people_factor_mustache},
    {"people/factor_remove.mustache", people_factor_remove_mustache, sizeof people_factor_remove_mustache},
    {"people/link.mustache", people_link_mustache, sizeof people_link_mustache},
    {"people/list.mustache", people_list_mustache, sizeof people_list_mustache},
    {"people/organisation.mustache", people_organisation_mustache, sizeof people_organisation_mustache},
    {"people/person.mustache", people_person_mustache, sizeof people_person_mustache},
    {"people/recovery.mustache", people_recovery_mustache, sizeof people_recovery_mustache},
    {"people/service.mustache", people_service_mustache, sizeof people_service_mustache},
    {"people/setup.mustache", people_setup_mustache, sizeof people_setup_mustache},
    {"people/sign_in.mustache", people_sign_in_mustache, sizeof people_sign_in_mustache},
    {"people/unready.mustache", people_unready_mustache, sizeof people_unready_mustache},
    {"people/welcome.mustache", people_welcome_mustache, sizeof people_welcome_mustache},
    {"people/words.json", people_words_json, sizeof people_words_json},
    {"preflight/words.json", preflight_words_json, sizeof preflight_words_json},
    {"press/editor.mustache", press_editor_mustache, sizeof press_editor_mustache},
    {"press/list.mustache", press_list_mustache, sizeof press_list_mustache},
    {"press/press.css", press_press_css, sizeof press_press_css},
    {"press/public-release.mustache", press_public_release_mustache, sizeof press_public_release_mustache},
    {"press/public.mustache", press_public_mustache, sizeof press_public_mustache},
    {"press/question.mustache", press_question_mustache, sizeof press_question_mustache},
    {"press/release.mustache", press_release_mustache, sizeof press_release_mustache},
    {"press/releases.mustache", press_releases_mustache, sizeof press_releases_mustache},
    {"press/room.mustache", press_room_mustache, sizeof press_room_mustache},
    {"press/said.mustache", press_said_mustache, sizeof press_said_mustache},
    {"press/subscribe.mustache", press_subscribe_mustache, sizeof press_subscribe_mustache},
    {"press/words.json", press_words_json, sizeof press_words_json},
    {"privacy/faces.bin", privacy_faces_bin, sizeof privacy_faces_bin},
    {"privacy/gazetteer.bin", privacy_gazetteer_bin, sizeof privacy_gazetteer_bin},
    {"privacy/model.bin", privacy_model_bin, sizeof privacy_model_bin},
    {"protection/front.mustache", protection_front_mustache, sizeof protection_front_mustache},
    {"protection/panel.mustache", protection_panel_mustache, sizeof protection_panel_mustache},
    {"protection/posters.mustache", protection_posters_mustache, sizeof protection_posters_mustache},
    {"protection/report-form.mustache", protection_report_form_mustache, sizeof protection_report_form_mustache},
    {"protection/report.mustache", protection_report_mustache, sizeof protection_report_mustache},
    {"protection/request-form.mustache", protection_request_form_mustache, sizeof protection_request_form_mustache},
    {"protection/request.mustache", protection_request_mustache, sizeof protection_request_mustache},
    {"protection/requests.mustache", protection_requests_mustache, sizeof protection_requests_mustache},
    {"protection/snapshot.mustache", protection_snapshot_mustache, sizeof protection_snapshot_mustache},
    {"protection/words.json", protection_words_json, sizeof protection_words_json},
    {"publishing/budget.mustache", publishing_budget_mustache, sizeof publishing_budget_mustache},
    {"publishing/calendar-repeat.mustache", publishing_calendar_repeat_mustache, sizeof publishing_calendar_repeat_mustache},
    {"publishing/calendar-series.mustache", publishing_calendar_series_mustache, sizeof publishing_calendar_series_mustache},
    {"publishing/calendar.js", publishing_calendar_js, sizeof publishing_calendar_js},
    {"publishing/calendar.mustache", publishing_calendar_mustache, sizeof publishing_calendar_mustache},
    {"publishing/checked.mustache", publishing_checked_mustache, sizeof publishing_checked_mustache},
    {"publishing/composer.js", publishing_composer_js, sizeof publishing_composer_js},
    {"publishing/composer.mustache", publishing_composer_mustache, sizeof publishing_composer_mustache},
    {"publishing/line.mustache", publishing_line_mustache, sizeof publishing_line_mustache},
    {"publishing/post.mustache", publishing_post_mustache, sizeof publishing_post_mustache},
    {"publishing/posts.mustache", publishing_posts_mustache, sizeof publishing_posts_mustache},
    {"publishing/preview.mustache", publishing_preview_mustache, sizeof publishing_preview_mustache},
    {"publishing/publishing.css", publishing_publishing_css, sizeof publishing_publishing_css},
    {"publishing/seen.mustache", publishing_seen_mustache, sizeof publishing_seen_mustache},
    {"publishing/sending.mustache", publishing_sending_mustache, sizeof publishing_sending_mustache},
    {"publishing/sendings.mustache", publishing_sendings_mustache, sizeof publishing_sendings_mustache},
    {"publishing/templates.json", publishing_templates_json, sizeof publishing_templates_json},
    {"publishing/templates.mustache", publishing_templates_mustache, sizeof publishing_templates_mustache},
    {"publishing/words.json", publishing_words_json, sizeof publishing_words_json},
    {"queues/fields.mustache", queues_fields_mustache, sizeof queues_fields_mustache},
    {"queues/queue.mustache", queues_queue_mustache, sizeof queues_queue_mustache},
    {"queues/queues.mustache", queues_queues_mustache, sizeof queues_queues_mustache},
    {"queues/words.json", queues_words_json, sizeof queues_words_json},
    {"reminders/part.mustache", reminders_part_mustache, sizeof reminders_part_mustache},
    {"reminders/words.json", reminders_words_json, sizeof reminders_words_json},
    {"replies/composer.js", replies_composer_js, sizeof replies_composer_js},
    {"replies/composer.mustache", replies_composer_mustache, sizeof replies_composer_mustache},
    {"replies/contact.mustache", replies_contact_mustache, sizeof replies_contact_mustache},
    {"replies/decide.mustache", replies_decide_mustache, sizeof replies_decide_mustache},
    {"replies/findings.mustache", replies_findings_mustache, sizeof replies_findings_mustache},
    {"replies/model.mustache", replies_model_mustache, sizeof replies_model_mustache},
    {"replies/models.mustache", replies_models_mustache, sizeof replies_models_mustache},
    {"replies/panel.mustache", replies_panel_mustache, sizeof replies_panel_mustache},
    {"replies/replies.css", replies_replies_css, sizeof replies_replies_css},
    {"replies/saved.mustache", replies_saved_mustache, sizeof replies_saved_mustache},
    {"replies/suggestions.mustache", replies_suggestions_mustache, sizeof replies_suggestions_mustache},
    {"replies/waiting.mustache", replies_waiting_mustache, sizeof replies_waiting_mustache},
    {"replies/words.json", replies_words_json, sizeof replies_words_json},
    {"replies/write.mustache", replies_write_mustache, sizeof replies_write_mustache},
    {"reviews/claims.mustache", reviews_claims_mustache, sizeof reviews_claims_mustache},
    {"reviews/closed.mustache", reviews_closed_mustache, sizeof reviews_closed_mustache},
    {"reviews/fair.mustache", reviews_fair_mustache, sizeof reviews_fair_mustache},
    {"reviews/fairness.mustache", reviews_fairness_mustache, sizeof reviews_fairness_mustache},
    {"reviews/flag.mustache", reviews_flag_mustache, sizeof reviews_flag_mustache},
    {"reviews/follow.mustache", reviews_follow_mustache, sizeof reviews_follow_mustache},
    {"reviews/form.js", reviews_form_js, sizeof reviews_form_js},
    {"reviews/form.mustache", reviews_form_mustache, sizeof reviews_form_mustache},
    {"reviews/gate.mustache", reviews_gate_mustache, sizeof reviews_gate_mustache},
    {"reviews/help.mustache", reviews_help_mustache, sizeof reviews_help_mustache},
    {"reviews/links.mustache", reviews_links_mustache, sizeof reviews_links_mustache},
    {"reviews/list.mustache", reviews_list_mustache, sizeof reviews_list_mustache},
    {"reviews/menu.mustache", reviews_menu_mustache, sizeof reviews_menu_mustache},
    {"reviews/moderate.js", reviews_moderate_js, sizeof reviews_moderate_js},
    {"reviews/moderate.mustache", reviews_moderate_mustache, sizeof reviews_moderate_mustache},
    {"reviews/moderation.css", reviews_moderation_css, sizeof reviews_moderation_css},
    {"reviews/moderation.mustache", reviews_moderation_mustache, sizeof reviews_moderation_mustache},
    {"reviews/proof.js", reviews_proof_js, sizeof reviews_proof_js},
    {"reviews/public.css", reviews_public_css, sizeof reviews_public_css},
    {"reviews/public.mustache", reviews_public_mustache, sizeof reviews_public_mustache},
    {"reviews/question.mustache", reviews_question_mustache, sizeof reviews_question_mustache},
    {"reviews/rules.mustache", reviews_rules_mustache, sizeof reviews_rules_mustache},
    {"reviews/settings.mustache", reviews_settings_mustache, sizeof reviews_settings_mustache},
    {"reviews/thanks.js", reviews_thanks_js, sizeof reviews_thanks_js},
    {"reviews/thanks.mustache", reviews_thanks_mustache, sizeof reviews_thanks_mustache},
    {"reviews/words.json", reviews_words_json, sizeof reviews_words_json},
    {"sample/mentions-a.jsonl", sample_mentions_a_jsonl, sizeof sample_mentions_a_jsonl},
    {"sample/mentions-b.jsonl", sample_mentions_b_jsonl, sizeof sample_mentions_b_jsonl},
    {"trail/words.json", trail_words_json, sizeof trail_words_json},
    {"web/charts.css", web_charts_css, sizeof web_charts_css},
    {"web/crumbs.mustache", web_crumbs_mustache, sizeof web_crumbs_mustache},
    {"web/csrf.mustache", web_csrf_mustache, sizeof web_csrf_mustache},
    {"web/empty.mustache", web_empty_mustache, sizeof web_empty_mustache},
    {"web/errors.mustache", web_errors_mustache, sizeof web_errors_mustache},
    {"web/failure.mustache", web_failure_mustache, sizeof web_failure_mustache},
    {"web/field.mustache", web_field_mustache, sizeof web_field_mustache},
    {"web/icons.svg", web_icons_svg, sizeof web_icons_svg},
    {"web/keys.js", web_keys_js, sizeof web_keys_js},
    {"web/layout.mustache", web_layout_mustache, sizeof web_layout_mustache},
    {"web/list.js", web_list_js, sizeof web_list_js},
    {"web/live.js", web_live_js, sizeof web_live_js},
    {"web/mark-192.png", web_mark_192_png, sizeof web_mark_192_png},
    {"web/mark-512.png", web_mark_512_png, sizeof web_mark_512_png},
    {"web/mark.svg", web_mark_svg, sizeof web_mark_svg},
    {"web/notices.mustache", web_notices_mustache, sizeof web_notices_mustache},
    {"web/pagination.mustache", web_pagination_mustache, sizeof web_pagination_mustache},
    {"web/parts.css", web_parts_css, sizeof web_parts_css},
    {"web/reproach.mustache", web_reproach_mustache, sizeof web_reproach_mustache},
    {"web/site.css", web_site_css, sizeof web_site_css},
    {"web/site.js", web_site_js, sizeof web_site_js},
    {"web/site.webmanifest", web_site_webmanifest, sizeof web_site_webmanifest},
    {"web/time.mustache", web_time_mustache, sizeof web_time_mustache},
    {"web/words.json", web_words_json, sizeof web_words_json},
    {"wire/words.json", wire_words_json, sizeof wire_words_json},
};

const resonance_asset *resonance_asset_at(size_t index) {
    return index < sizeof assets / sizeof *assets ? &assets[index] : NULL;
}
