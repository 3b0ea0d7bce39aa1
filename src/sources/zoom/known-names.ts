/**
 * Every name that Zoom is known to send: endpoint → container → names. Written from the field
 * inventory by scripts/write-known-paths.ts; a test holds the two together.
 */
export const knownNames: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  '/v2/meetings/{meetingId}': {
    $: 'agenda assistant_id chat_join_url created_at creation_source duration dynamic_host_key encrypted_password h323_password host_email host_id id join_url occurrences password pmi pre_schedule pstn_password recurrence registration_url sensitivity_label_id settings start_time start_url status template_id timezone topic tracking_fields type uuid',
    '$.occurrences[*]': 'duration occurrence_id start_time status',
    '$.recurrence':
      'end_date_time end_times monthly_day monthly_week monthly_week_day repeat_interval type weekly_days',
    '$.settings':
      'additional_data_center_regions allow_host_control_participant_mute_state allow_multiple_devices alternative_host_manage_cloud_recording alternative_host_manage_meeting_summary alternative_host_update_polls alternative_hosts alternative_hosts_email_notification approval_type approved_or_denied_countries_or_regions audio audio_conference_info authentication_domains authentication_exception authentication_name authentication_option auto_add_recording_to_video_management auto_recording auto_start_ai_companion_questions auto_start_meeting_summary breakout_room calendar_type close_registration cn_meeting contact_email contact_name continuous_meeting_chat custom_keys device_testing disable_participant_video email_in_attendee_report email_notification enable_dedicated_group_chat encryption_type enforce_login enforce_login_domains focus_mode global_dial_in_countries global_dial_in_numbers host_save_video_order host_video in_meeting internal_meeting jbh_time join_before_host language_interpretation meeting_authentication meeting_invitees mute_upon_entry participant_focused_meeting participant_video private_meeting push_change_to_calendar question_and_answer registrants_confirmation_email registrants_email_notification registration_type request_permission_to_unmute_participants resources sensitivity_label_id show_join_info show_share_button sign_language_interpretation summary_template_id support_participants_receive_summary use_pmi waiting_room waiting_room_options watermark who_can_ask_questions who_will_receive_summary',
    '$.settings.approved_or_denied_countries_or_regions': 'approved_list denied_list enable method',
    '$.settings.authentication_exception[*]': 'email join_url name',
    '$.settings.auto_add_recording_to_video_management': 'channels enable',
    '$.settings.auto_add_recording_to_video_management.channels[*]': 'channel_id name',
    '$.settings.breakout_room': 'enable rooms',
    '$.settings.breakout_room.rooms[*]': 'name participants',
    '$.settings.continuous_meeting_chat':
      'auto_add_invited_external_users auto_add_meeting_participants channel_id enable who_is_added',
    '$.settings.custom_keys[*]': 'key value',
    '$.settings.global_dial_in_numbers[*]': 'city country country_name number type',
    '$.settings.language_interpretation': 'enable interpreters',
    '$.settings.language_interpretation.interpreters[*]': 'email interpreter_languages languages',
    '$.settings.meeting_invitees[*]': 'email internal_user',
    '$.settings.question_and_answer':
      'allow_anonymous_questions allow_submit_questions attendees_can_comment attendees_can_upvote enable question_visibility',
    '$.settings.resources[*]': 'permission_level resource_id resource_type',
    '$.settings.sign_language_interpretation': 'enable interpreters',
    '$.settings.sign_language_interpretation.interpreters[*]': 'email sign_language',
    '$.settings.waiting_room_options': 'mode who_goes_to_waiting_room',
    '$.tracking_fields[*]': 'field value visible',
  },
  '/v2/meetings/{meetingId}/meeting_summary': {
    $: 'edited_summary meeting_end_time meeting_host_email meeting_host_id meeting_id meeting_start_time meeting_topic meeting_uuid next_steps summary_content summary_created_time summary_details summary_doc_url summary_end_time summary_last_modified_time summary_last_modified_user_email summary_last_modified_user_id summary_overview summary_start_time summary_title',
    '$.edited_summary': 'next_steps summary_details summary_overview',
    '$.summary_details[*]': 'label summary',
  },
  '/v2/meetings/{meetingId}/polls': {
    $: 'polls total_records',
    '$.polls[*]': 'anonymous id poll_type questions status title',
    '$.polls[*].questions[*]':
      'answer_max_character answer_min_character answer_required answers case_sensitive name prompts rating_max_label rating_max_value rating_min_label rating_min_value right_answers show_as_dropdown type',
    '$.polls[*].questions[*].prompts[*]': 'prompt_question prompt_right_answers',
  },
  '/v2/meetings/{meetingId}/registrants': {
    $: 'next_page_token page_count page_number page_size registrants total_records',
    '$.registrants[*]':
      'address city comments country create_time custom_questions email first_name id industry job_title join_url last_name no_of_employees org participant_pin_code phone purchasing_time_frame role_in_purchase_process state status zip',
    '$.registrants[*].custom_questions[*]': 'title value',
  },
  '/v2/meetings/{meetingId}/registrants/questions': {
    $: 'custom_questions questions',
    '$.custom_questions[*]': 'answers required title type',
    '$.questions[*]': 'field_name required',
  },
  '/v2/past_meetings/{meetingId}': {
    $: 'dept duration end_time has_meeting_summary host_id id participants_count source start_time topic total_minutes type user_email user_name uuid',
  },
  '/v2/past_meetings/{meetingId}/files': {
    $: 'in_meeting_files total_records',
    '$.in_meeting_files[*]': 'download_url file_name file_size',
  },
  '/v2/past_meetings/{meetingId}/instances': {
    $: 'meetings',
    '$.meetings[*]': 'occurrence_id start_time uuid',
  },
  '/v2/past_meetings/{meetingId}/participants': {
    $: 'next_page_token page_count page_size participants total_records',
    '$.participants[*]':
      'duration failover groupId id internal_user join_time leave_time name pmi registrant_id status user_email user_id',
  },
  '/v2/past_meetings/{meetingId}/polls': {
    $: 'id questions start_time uuid',
    '$.questions[*]': 'email first_name last_name name question_details',
    '$.questions[*].question_details[*]': 'answer date_time polling_id question',
  },
  '/v2/past_webinars/{webinarId}/absentees': {
    $: 'next_page_token page_count page_number page_size registrants total_records',
    '$.registrants[*]':
      'address city comments country create_time custom_questions email first_name id industry job_title join_url last_name no_of_employees org phone purchasing_time_frame role_in_purchase_process state status zip',
    '$.registrants[*].custom_questions[*]': 'title value',
  },
  '/v2/past_webinars/{webinarId}/files': {
    $: 'in_meeting_files total_records',
    '$.in_meeting_files[*]': 'download_url file_name file_size',
  },
  '/v2/past_webinars/{webinarId}/instances': {
    $: 'webinars',
    '$.webinars[*]': 'occurrence_id start_time uuid',
  },
  '/v2/past_webinars/{webinarId}/participants': {
    $: 'next_page_token page_count page_size participants total_records',
    '$.participants[*]':
      'duration failover groupId id internal_user join_time leave_time name pmi registrant_id status user_email user_id',
  },
  '/v2/past_webinars/{webinarId}/polls': {
    $: 'id questions start_time uuid',
    '$.questions[*]': 'email first_name last_name name question_details',
    '$.questions[*].question_details[*]': 'answer date_time polling_id question',
  },
  '/v2/past_webinars/{webinarId}/qa': {
    $: 'id questions start_time uuid',
    '$.questions[*]': 'email name question_details',
    '$.questions[*].question_details[*]': 'answer question',
  },
  '/v2/report/meetings/{meetingId}': {
    $: 'custom_keys dept duration end_time host_id id participants_count start_time topic total_minutes tracking_fields type user_email user_name uuid',
    '$.custom_keys[*]': 'key value',
    '$.tracking_fields[*]': 'field value',
  },
  '/v2/report/meetings/{meetingId}/participants': {
    $: 'next_page_token page_count page_size participants total_records',
    '$.participants[*]':
      'attentiveness_score bo_mtg_id customer_key duration failover id join_time leave_time name participant_user_id registrant_id status user_email user_id',
  },
  '/v2/report/users/{userId}/meetings': {
    $: 'from meetings next_page_token page_count page_number page_size to total_records',
    '$.meetings[*]':
      'custom_keys duration end_time has_chat has_recording has_screen_share host_name host_organization id join_time join_waiting_room_time leave_time meeting_encryption_status participants_count participants_count_my_account schedule_time session_key source start_time topic total_minutes tracking_fields type user_email user_name uuid',
    '$.meetings[*].custom_keys[*]': 'key value',
    '$.meetings[*].tracking_fields[*]': 'field value',
  },
  '/v2/report/webinars/{webinarId}': {
    $: 'custom_keys dept duration end_time host_id id participants_count start_time topic total_minutes tracking_fields type user_email user_name uuid',
    '$.custom_keys[*]': 'key value',
    '$.tracking_fields[*]': 'field value',
  },
  '/v2/report/webinars/{webinarId}/participants': {
    $: 'next_page_token page_count page_size participants total_records',
    '$.participants[*]':
      'attentiveness_score bo_mtg_id customer_key duration failover id join_time leave_time name participant_user_id registrant_id status user_email user_id',
  },
  '/v2/users': {
    $: 'next_page_token page_count page_number page_size total_records users',
    '$.users[*]':
      'created_at custom_attributes dept display_name division_ids email employee_unique_id first_name group_ids host_key id im_group_ids last_client_version last_login_time last_name license_info_list phone_number pic_url plan_united_type pmi role_id status timezone type user_created_at verified',
    '$.users[*].custom_attributes[*]': 'key name value',
    '$.users[*].license_info_list[*]': 'license_option license_type subscription_id',
  },
  '/v2/users/{userId}': {
    $: 'account_id account_number cluster cms_user_id company cost_center created_at custom_attributes dept display_name division_ids email employee_unique_id first_name group_ids host_key id im_group_ids jid job_title language last_client_version last_login_time last_name license_info_list location login_type login_types manager personal_meeting_url phone_country phone_number phone_numbers pic_url plan_united_type pmi pronouns pronouns_option role_id role_name status timezone type use_pmi user_created_at vanity_url verified zoom_one_type',
    '$.custom_attributes[*]': 'key name value',
    '$.license_info_list[*]': 'license_option license_type subscription_id',
    '$.phone_numbers[*]': 'code country label number verified',
  },
  '/v2/users/{userId}/meetings': {
    $: 'meetings next_page_token page_count page_number page_size total_records',
    '$.meetings[*]':
      'agenda created_at duration host_id id join_url pmi start_time timezone topic type uuid',
  },
  '/v2/users/{userId}/recordings': {
    $: 'from meetings next_page_token page_count page_size to total_records',
    '$.meetings[*]':
      'account_id auto_delete auto_delete_date download_access_token duration host_email host_id id on_prem participant_audio_files password recording_count recording_files recording_play_passcode share_url start_time timezone topic total_size type uuid',
    '$.meetings[*].participant_audio_files[*]':
      'download_url file_extension file_name file_path file_size file_type id play_url recording_end recording_start status',
    '$.meetings[*].recording_files[*]':
      'deleted_time download_url file_extension file_path file_size file_type id meeting_id play_url recording_end recording_start recording_type status',
  },
  '/v2/users/{userId}/settings': {
    '$.*': 'ai_model_type meeting_waiting_room_branding webinar_waiting_room_branding',
    $: 'allow_authentication_exception audio_conferencing authentication_options email_notification feature in_meeting meeting_authentication meeting_security profile recording recording_authentication schedule_meeting telephony tsp whiteboard zoom_canvas',
    '$.audio_conferencing':
      'call_me_and_invite_by_phone global_dial_in_countries participant_phone_masking personal_audio_conference toll_call toll_free_and_fee_based_toll_call',
    '$.audio_conferencing.call_me_and_invite_by_phone':
      'allow_webinar_attendees_call_me call_out_countries enable require_press_1_for_call_me',
    '$.audio_conferencing.call_me_and_invite_by_phone.call_out_countries':
      'allowed_countries selected_countries',
    '$.audio_conferencing.call_me_and_invite_by_phone.call_out_countries.allowed_countries[*]':
      'code name',
    '$.audio_conferencing.call_me_and_invite_by_phone.call_out_countries.selected_countries[*]':
      'code name',
    '$.audio_conferencing.global_dial_in_countries':
      'allowed_countries include_toll_free selected_countries',
    '$.audio_conferencing.global_dial_in_countries.allowed_countries[*]': 'code name',
    '$.audio_conferencing.global_dial_in_countries.selected_countries[*]': 'code name',
    '$.audio_conferencing.participant_phone_masking': 'enable masking_type',
    '$.audio_conferencing.toll_call': 'enable numbers',
    '$.audio_conferencing.toll_call.numbers[*]':
      'code country_code country_name display_number number',
    '$.audio_conferencing.toll_free_and_fee_based_toll_call':
      'allow_webinar_attendees_dial enable numbers',
    '$.audio_conferencing.toll_free_and_fee_based_toll_call.numbers[*]':
      'code country_code country_name display_number number',
    '$.authentication_options': 'meeting_authentication recording_authentication',
    '$.authentication_options.meeting_authentication':
      'allow_authentication_exception authentication_options meeting_authentication',
    '$.authentication_options.meeting_authentication.authentication_options[*]':
      'default_option domains id name type visible',
    '$.authentication_options.recording_authentication':
      'authentication_options recording_authentication',
    '$.authentication_options.recording_authentication.authentication_options[*]':
      'default_option domains id name type visible',
    '$.authentication_options[*]': 'default_option domains id name type visible',
    '$.email_notification':
      'alternative_host_reminder cancel_meeting_reminder cloud_recording_available_reminder jbh_reminder recording_available_reminder_alternative_hosts recording_available_reminder_schedulers schedule_for_reminder',
    '$.feature':
      'cn_meeting concurrent_meeting in_meeting large_meeting large_meeting_capacity license_info_list meeting_capacity webinar webinar_capacity zoom_clips_plus zoom_compliance_management zoom_customer_managed_key zoom_docs zoom_events zoom_events_capacity zoom_events_pay_per_attendee zoom_events_unlimited zoom_events_unlimited_capacities zoom_huddles zoom_iq_for_sales zoom_mail_calendar zoom_phone zoom_quality_management zoom_revenue_accelerator zoom_scheduler zoom_sessions_pay_per_attendee zoom_sessions_unlimited zoom_sessions_unlimited_capacities zoom_translated_captions zoom_whiteboard zoom_whiteboard_plus zoom_workforce_management',
    '$.feature.license_info_list[*]': 'license_option license_type subscription_id',
    '$.in_meeting':
      'ai_companion_questions allow_host_panelists_to_use_audible_clap allow_host_to_enable_focus_mode allow_live_streaming allow_participants_chat_with allow_show_zoom_windows allow_users_save_chats allow_users_to_delete_messages_in_meeting_chat annotation attendee_on_hold attention_mode_focus_mode attention_tracking auto_saving_chat breakout_room breakout_room_schedule chat closed_caption closed_captioning co_host custom_data_center_regions custom_live_streaming custom_live_streaming_service custom_service_instructions data_center_regions disable_screen_sharing_for_host_meetings disable_screen_sharing_for_in_meeting_guests e2e_encryption entry_exit_chime far_end_camera_control feedback file_transfer group_hd join_from_desktop join_from_mobile language_interpretation live_streaming_facebook live_streaming_youtube manual_captioning meeting_polling meeting_question_answer meeting_reactions meeting_reactions_emojis meeting_summary_with_ai_companion meeting_survey non_verbal_feedback participants_share_simultaneously polling post_meeting_feedback private_chat record_play_voice remote_control remote_support request_permission_to_unmute request_permission_to_unmute_participants screen_sharing share_dual_camera show_a_join_from_your_browser_link show_meeting_control_toolbar sign_language_interpretation slide_control transfer_meetings_between_devices unchecked_data_center_regions virtual_background virtual_background_settings waiting_room webinar_chat webinar_group_hd webinar_live_streaming webinar_polling webinar_reactions webinar_survey whiteboard who_can_share_screen who_can_share_screen_when_someone_is_sharing workplace_by_facebook',
    '$.in_meeting.ai_companion_questions': 'auto_enable enable who_can_ask_questions',
    '$.in_meeting.closed_captioning':
      'auto_transcribing enable save_caption third_party_captioning_service view_full_transcript',
    '$.in_meeting.language_interpretation':
      'allow_participants_to_speak_in_listening_channel allow_up_to_25_custom_languages_when_scheduling_meetings custom_languages enable enable_language_interpretation_by_default languages',
    '$.in_meeting.manual_captioning':
      'allow_to_type auto_generated_captions full_transcript manual_captions save_captions third_party_captioning_service',
    '$.in_meeting.meeting_polling':
      'advanced_polls allow_alternative_host_to_add_edit allow_host_to_upload_image enable require_answers_to_be_anonymous',
    '$.in_meeting.meeting_summary_with_ai_companion': 'auto_enable enable who_will_receive_summary',
    '$.in_meeting.sign_language_interpretation':
      'custom_languages enable enable_sign_language_interpretation_by_default languages',
    '$.in_meeting.virtual_background_settings': 'allow_upload_custom allow_videos enable files',
    '$.in_meeting.virtual_background_settings.files[*]': 'id is_default name size type',
    '$.in_meeting.webinar_chat':
      'allow_attendees_chat_with allow_auto_save_local_chat_file allow_panelists_chat_with allow_panelists_send_direct_message allow_users_save_chats default_attendees_chat_with enable',
    '$.in_meeting.webinar_live_streaming':
      'custom_service_instructions enable live_streaming_reminder live_streaming_service',
    '$.in_meeting.webinar_polling':
      'advanced_polls allow_alternative_host_to_add_edit allow_host_to_upload_image enable require_answers_to_be_anonymous',
    '$.meeting_security':
      'auto_security block_user_domain block_user_domain_list embed_password_in_join_link encryption_type end_to_end_encrypted_meetings meeting_password meeting_password_requirement only_authenticated_can_join_from_webclient phone_password pmi_password require_password_for_scheduled_meeting require_password_for_scheduled_webinar waiting_room waiting_room_settings webinar_password',
    '$.meeting_security.meeting_password_requirement':
      'consecutive_characters_length have_letter have_number have_special_character have_upper_and_lower_characters length only_allow_numeric weak_enhance_detection',
    '$.meeting_security.waiting_room_settings':
      'participants_to_place_in_waiting_room users_who_can_admit_participants_from_waiting_room whitelisted_domains_for_waiting_room',
    '$.profile': 'recording_storage_location',
    '$.profile.recording_storage_location': 'allowed_values value',
    '$.recording':
      'ask_host_to_confirm_disclaimer ask_participants_to_consent_disclaimer auto_delete_cmr auto_delete_cmr_days auto_recording cloud_recording display_participant_name host_pause_stop_recording ip_address_access_control local_recording optimize_recording_for_3rd_party_video_editor record_audio_file record_audio_file_each_participant record_files_separately record_gallery_view record_speaker_view recording_audio_transcript recording_disclaimer recording_highlight recording_password_requirement recording_thumbnails save_chat_text save_close_caption save_panelist_chat save_poll_results show_timestamp smart_recording',
    '$.recording.ip_address_access_control': 'enable ip_addresses_or_ranges',
    '$.recording.record_files_separately': 'active_speaker gallery_view shared_screen',
    '$.recording.recording_password_requirement':
      'have_letter have_number have_special_character length only_allow_numeric',
    '$.recording.smart_recording':
      'create_next_steps create_recording_highlights create_smart_chapters',
    '$.schedule_meeting':
      'audio_type continuous_meeting_chat default_password_for_scheduled_meetings embed_password_in_join_link force_pmi_jbh_password host_video join_before_host meeting_password_requirement participants_video personal_meeting pmi_password pstn_password_protected require_password_for_instant_meetings require_password_for_pmi_meetings require_password_for_scheduled_meetings require_password_for_scheduling_new_meetings use_pmi_for_instant_meetings use_pmi_for_scheduled_meetings',
    '$.schedule_meeting.continuous_meeting_chat':
      'auto_add_invited_external_users can_add_external_users enable support_instant_meetings support_scheduled_meetings',
    '$.schedule_meeting.meeting_password_requirement':
      'consecutive_characters_length have_letter have_number have_special_character have_upper_and_lower_characters length only_allow_numeric weak_enhance_detection',
    '$.telephony':
      'audio_conference_info show_international_numbers_link telephony_regions third_party_audio',
    '$.telephony.telephony_regions': 'allowed_values selection_values',
    '$.tsp': 'call_out call_out_countries global_dial_in_countries show_international_numbers_link',
    '$.tsp.global_dial_in_countries': 'allowed_countries selected_countries',
    '$.tsp.global_dial_in_countries.allowed_countries[*]': 'code name',
    '$.tsp.global_dial_in_countries.selected_countries[*]': 'code name',
    '$.whiteboard': 'in_meeting_advanced_whiteboard out_meeting_advanced_whiteboard',
  },
  '/v2/users/{userId}/webinars': {
    $: 'next_page_token page_count page_number page_size total_records webinars',
    '$.webinars[*]':
      'agenda created_at duration host_id id is_simulive join_url start_time timezone topic type uuid',
  },
  '/v2/webinars/{webinarId}': {
    $: 'agenda created_at creation_source duration encrypted_passcode h323_passcode host_email host_id id is_simulive join_url occurrences password record_file_id recurrence registration_url settings simulive_delay_start start_time start_url template_id timezone topic tracking_fields transition_to_live type uuid',
    '$.occurrences[*]': 'duration occurrence_id start_time status',
    '$.recurrence':
      'end_date_time end_times monthly_day monthly_week monthly_week_day repeat_interval type weekly_days',
    '$.settings':
      'add_audio_watermark add_watermark additional_data_center_regions allow_host_control_participant_mute_state allow_multiple_devices alternative_host_update_polls alternative_hosts approval_type attendees_and_panelists_reminder_email_notification audio audio_conference_info authentication_domains authentication_name authentication_option auto_recording close_registration contact_email contact_name email_in_attendee_report email_language enable_session_branding enforce_login enforce_login_domains follow_up_absentees_email_notification follow_up_attendees_email_notification global_dial_in_countries global_dial_in_numbers hd_video hd_video_for_attendees host_video language_interpretation meeting_authentication notify_registrants on_demand panelist_authentication panelists_invitation_email_notification panelists_video post_webinar_survey practice_session question_and_answer registrants_confirmation_email registrants_email_notification registrants_restrict_number registration_type request_permission_to_unmute_participants send_1080p_video_to_attendees show_join_info show_share_button sign_language_interpretation survey_url',
    '$.settings.attendees_and_panelists_reminder_email_notification': 'enable type',
    '$.settings.follow_up_absentees_email_notification': 'enable type',
    '$.settings.follow_up_attendees_email_notification': 'enable type',
    '$.settings.global_dial_in_numbers[*]': 'city country country_name number type',
    '$.settings.language_interpretation': 'enable interpreters',
    '$.settings.language_interpretation.interpreters[*]': 'email interpreter_languages languages',
    '$.settings.question_and_answer':
      'allow_anonymous_questions allow_auto_reply allow_submit_questions answer_questions attendees_can_comment attendees_can_upvote auto_reply_text enable',
    '$.settings.sign_language_interpretation': 'enable interpreters',
    '$.settings.sign_language_interpretation.interpreters[*]': 'email sign_language',
    '$.simulive_delay_start': 'enable time timeunit',
    '$.tracking_fields[*]': 'field value visible',
  },
  '/v2/webinars/{webinarId}/panelists': {
    $: 'panelists total_records',
    '$.panelists[*]':
      'email id join_url name name_tag_description name_tag_id name_tag_name name_tag_pronouns virtual_background_id',
  },
  '/v2/webinars/{webinarId}/polls': {
    $: 'polls total_records',
    '$.polls[*]': 'anonymous id poll_type questions status title',
    '$.polls[*].questions[*]':
      'answer_max_character answer_min_character answer_required answers case_sensitive name prompts rating_max_label rating_max_value rating_min_label rating_min_value right_answers show_as_dropdown type',
    '$.polls[*].questions[*].prompts[*]': 'prompt_question prompt_right_answers',
  },
  '/v2/webinars/{webinarId}/registrants': {
    $: 'next_page_token page_count page_number page_size registrants total_records',
    '$.registrants[*]':
      'address city comments country create_time custom_questions email first_name id industry job_title join_url last_name no_of_employees org phone purchasing_time_frame role_in_purchase_process state status zip',
    '$.registrants[*].custom_questions[*]': 'title value',
  },
  '/v2/webinars/{webinarId}/registrants/questions': {
    $: 'custom_questions questions',
    '$.custom_questions[*]': 'answers required title type',
    '$.questions[*]': 'field_name required',
  },
  '/v2/webinars/{webinarId}/tracking_sources': {
    $: 'total_records tracking_sources',
    '$.tracking_sources[*]': 'id registration_count source_name tracking_url visitor_count',
  },
};
