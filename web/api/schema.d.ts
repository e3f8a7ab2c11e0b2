// Made from /api/openapi.json; after a change of a route: npx vitest run test/house/api.test.ts -u

export interface paths {
"/access/address": { get: operations["ShowAddressPage"]; post: operations["SubmitAddressPage"] }
"/access/forgotten_password": { get: operations["ShowForgottenPasswordPage"]; post: operations["SubmitForgottenPasswordPage"] }
"/access/password": { get: operations["ShowPasswordPage"]; post: operations["SubmitPasswordPage"] }
"/access/sign_in": { post: operations["SubmitSignInPage"] }
"/api/v2/account/settings": { get: operations["ShowAccountSettings"]; put: operations["UpdateAccountSettings"] }
"/api/v2/activities": { get: operations["ListActivities"] }
"/api/v2/activities/count": { get: operations["CountActivities"] }
"/api/v2/activities/{id}": { get: operations["ShowActivity"] }
"/api/v2/address_verifications/redeem": { post: operations["RedeemAddressVerification"] }
"/api/v2/api_tokens": { get: operations["ListApiTokens"]; post: operations["CreateApiToken"] }
"/api/v2/api_tokens/{id}": { delete: operations["RevokeApiToken"] }
"/api/v2/attachments/{id}": { get: operations["ShowAttachment"] }
"/api/v2/audit_logs": { get: operations["ListAuditLogs"] }
"/api/v2/audit_logs/{id}": { get: operations["ShowAuditLog"] }
"/api/v2/autocomplete/tags": { get: operations["AutocompleteTags"] }
"/api/v2/automations": { get: operations["ListAutomations"]; post: operations["CreateAutomation"] }
"/api/v2/automations/active": { get: operations["ListActiveAutomations"] }
"/api/v2/automations/definitions": { get: operations["ListAutomationActionConditionDefinitions"] }
"/api/v2/automations/destroy_many": { delete: operations["BulkDeleteAutomations"] }
"/api/v2/automations/reorder": { put: operations["ReorderAutomations"] }
"/api/v2/automations/search": { get: operations["SearchAutomations"] }
"/api/v2/automations/update_many": { put: operations["UpdateManyAutomations"] }
"/api/v2/automations/{id}": { get: operations["ShowAutomation"]; put: operations["UpdateAutomation"]; delete: operations["DeleteAutomation"] }
"/api/v2/automations/{id}/clone": { post: operations["CloneAutomation"] }
"/api/v2/brands": { get: operations["ListBrands"]; post: operations["CreateBrand"] }
"/api/v2/brands/{id}": { get: operations["ShowBrand"]; put: operations["UpdateBrand"]; delete: operations["DeleteBrand"] }
"/api/v2/business_hours/calculate": { post: operations["CalculateBusinessTime"] }
"/api/v2/business_hours/schedules": { get: operations["ListSchedules"]; post: operations["CreateSchedule"] }
"/api/v2/business_hours/schedules/{id}": { get: operations["ShowSchedule"]; put: operations["UpdateSchedule"]; delete: operations["DeleteSchedule"] }
"/api/v2/business_hours/schedules/{id}/holidays": { get: operations["ListHolidays"]; post: operations["CreateHoliday"] }
"/api/v2/business_hours/schedules/{id}/holidays/import": { post: operations["ImportHolidays"] }
"/api/v2/business_hours/schedules/{id}/holidays/{holiday_id}": { get: operations["ShowHoliday"]; put: operations["UpdateHoliday"]; delete: operations["DeleteHoliday"] }
"/api/v2/business_hours/schedules/{id}/workweek": { put: operations["UpdateWorkweek"] }
"/api/v2/comment_redactions/{id}": { put: operations["RedactMarkedTicketComment"] }
"/api/v2/custom_roles": { get: operations["ListCustomRoles"]; post: operations["CreateCustomRole"] }
"/api/v2/custom_roles/{id}": { get: operations["ShowCustomRole"]; put: operations["UpdateCustomRole"]; delete: operations["DeleteCustomRole"] }
"/api/v2/custom_status/default": { put: operations["SetDefaultCustomStatuses"] }
"/api/v2/custom_statuses": { get: operations["ListCustomStatuses"]; post: operations["CreateCustomStatus"] }
"/api/v2/custom_statuses/{id}": { get: operations["ShowCustomStatus"]; put: operations["UpdateCustomStatus"] }
"/api/v2/deleted_tickets": { get: operations["ListDeletedTickets"] }
"/api/v2/deleted_tickets/destroy_many": { delete: operations["PurgeManyDeletedTickets"] }
"/api/v2/deleted_tickets/restore_many": { put: operations["RestoreManyDeletedTickets"] }
"/api/v2/deleted_tickets/{id}": { delete: operations["PurgeDeletedTicket"] }
"/api/v2/deleted_tickets/{id}/restore": { put: operations["RestoreDeletedTicket"] }
"/api/v2/deleted_users": { get: operations["ListDeletedUsers"] }
"/api/v2/deleted_users/count": { get: operations["CountDeletedUsers"] }
"/api/v2/deleted_users/{id}": { get: operations["ShowDeletedUser"]; delete: operations["DeleteUserForGood"] }
"/api/v2/drafts": { get: operations["ListDrafts"]; post: operations["CreateDraft"] }
"/api/v2/drafts/{id}": { get: operations["ShowDraft"]; put: operations["SaveDraft"]; delete: operations["DeleteDraft"] }
"/api/v2/dynamic_content/items": { get: operations["ListDynamicContents"]; post: operations["CreateDynamicContent"] }
"/api/v2/dynamic_content/items/show_many": { get: operations["ShowManyDynamicContents"] }
"/api/v2/dynamic_content/items/{id}": { get: operations["ShowDynamicContentItem"]; put: operations["UpdateDynamicContentItem"]; delete: operations["DeleteDynamicContentItem"] }
"/api/v2/dynamic_content/items/{id}/variants": { get: operations["DynamicContentListVariants"]; post: operations["CreateDynamicContentVariant"] }
"/api/v2/dynamic_content/items/{id}/variants/create_many": { post: operations["CreateManyDynamicContentVariants"] }
"/api/v2/dynamic_content/items/{id}/variants/update_many": { put: operations["UpdateManyDynamicContentVariants"] }
"/api/v2/dynamic_content/items/{id}/variants/{variantId}": { get: operations["ShowDynamicContentVariant"]; put: operations["UpdateDynamicContentVariant"]; delete: operations["DeleteDynamicContentVariant"] }
"/api/v2/group_memberships": { get: operations["ListGroupMemberships"]; post: operations["CreateGroupMembership"] }
"/api/v2/group_memberships/assignable": { get: operations["ListAssignableGroupMemberships"] }
"/api/v2/group_memberships/create_many": { post: operations["CreateManyGroupMemberships"] }
"/api/v2/group_memberships/destroy_many": { delete: operations["DestroyManyGroupMemberships"] }
"/api/v2/group_memberships/{id}": { get: operations["ShowGroupMembership"]; delete: operations["DeleteGroupMembership"] }
"/api/v2/group_slas/policies": { get: operations["ListGroupSLAPolicies"]; post: operations["CreateGroupSLAPolicy"] }
"/api/v2/group_slas/policies/definitions": { get: operations["RetrieveGroupSLAPolicyFilterDefinitionItems"] }
"/api/v2/group_slas/policies/reorder": { put: operations["ReorderGroupSLAPolicies"] }
"/api/v2/group_slas/policies/{id}": { get: operations["ShowGroupSLAPolicy"]; put: operations["UpdateGroupSLAPolicy"]; delete: operations["DeleteGroupSLAPolicy"] }
"/api/v2/groups": { get: operations["ListGroups"]; post: operations["CreateGroup"] }
"/api/v2/groups/assignable": { get: operations["ListAssignableGroups"] }
"/api/v2/groups/count": { get: operations["CountGroups"] }
"/api/v2/groups/{id}": { get: operations["ShowGroup"]; put: operations["UpdateGroup"]; delete: operations["DeleteGroup"] }
"/api/v2/groups/{id}/routing": { get: operations["ShowGroupRouting"]; put: operations["UpdateGroupRouting"] }
"/api/v2/groups/{id}/users": { get: operations["ListGroupUsers"] }
"/api/v2/groups/{id}/workload": { get: operations["ShowGroupWorkload"] }
"/api/v2/groups/{target_id}/memberships": { get: operations["ListGroupMembershipsOfOne"] }
"/api/v2/groups/{target_id}/memberships/assignable": { get: operations["ListAssignableGroupMembershipsOfOne"] }
"/api/v2/imports/tickets": { post: operations["ImportTicket"] }
"/api/v2/imports/tickets/create_many": { post: operations["ImportManyTickets"] }
"/api/v2/incremental/organizations": { get: operations["ExportOrganizations"] }
"/api/v2/incremental/organizations/cursor": { get: operations["ExportOrganizationsByCursor"] }
"/api/v2/incremental/organizations/sample": { get: operations["SampleOrganizations"] }
"/api/v2/incremental/ticket_events": { get: operations["ExportTicketEvents"] }
"/api/v2/incremental/ticket_events/cursor": { get: operations["ExportTicketEventsByCursor"] }
"/api/v2/incremental/ticket_events/sample": { get: operations["SampleTicketEvents"] }
"/api/v2/incremental/ticket_metric_events": { get: operations["ExportTicketMetricEvents"] }
"/api/v2/incremental/tickets": { get: operations["ExportTickets"] }
"/api/v2/incremental/tickets/cursor": { get: operations["ExportTicketsByCursor"] }
"/api/v2/incremental/tickets/sample": { get: operations["SampleTickets"] }
"/api/v2/incremental/users": { get: operations["ExportUsers"] }
"/api/v2/incremental/users/cursor": { get: operations["ExportUsersByCursor"] }
"/api/v2/incremental/users/sample": { get: operations["SampleUsers"] }
"/api/v2/job_statuses": { get: operations["ListJobStatuses"] }
"/api/v2/job_statuses/show_many": { get: operations["ShowManyJobStatuses"] }
"/api/v2/job_statuses/{id}": { get: operations["ShowJobStatus"] }
"/api/v2/job_statuses/{id}/undo": { post: operations["UndoJob"] }
"/api/v2/locales": { get: operations["ListLocales"] }
"/api/v2/locales/agent": { get: operations["ListAgentLocales"] }
"/api/v2/locales/current": { get: operations["ShowCurrentLocale"] }
"/api/v2/locales/detect_best_locale": { get: operations["DetectBestLocale"] }
"/api/v2/locales/public": { get: operations["ListPublicLocales"] }
"/api/v2/locales/{id}": { get: operations["ShowLocale"] }
"/api/v2/macros": { get: operations["ListMacros"]; post: operations["CreateMacro"] }
"/api/v2/macros/actions": { get: operations["ListMacroActions"] }
"/api/v2/macros/active": { get: operations["ListActiveMacros"] }
"/api/v2/macros/categories": { get: operations["ListMacroCategories"] }
"/api/v2/macros/definitions": { get: operations["ListMacrosActionDefinitions"] }
"/api/v2/macros/destroy_many": { delete: operations["DeleteManyMacros"] }
"/api/v2/macros/new": { get: operations["ShowDerivedMacro"] }
"/api/v2/macros/search": { get: operations["SearchMacros"] }
"/api/v2/macros/update_many": { put: operations["UpdateManyMacros"] }
"/api/v2/macros/{id}": { get: operations["ShowMacro"]; put: operations["UpdateMacro"]; delete: operations["DeleteMacro"] }
"/api/v2/macros/{id}/apply": { get: operations["ShowChangesToTicket"] }
"/api/v2/macros/{id}/attachments": { get: operations["ListMacroAttachments"]; post: operations["CreateAssociatedMacroAttachment"] }
"/api/v2/mailboxes": { get: operations["ListMailboxes"]; post: operations["CreateMailbox"] }
"/api/v2/mailboxes/test": { post: operations["TestMailbox"] }
"/api/v2/mailboxes/{id}": { get: operations["ShowMailbox"]; put: operations["UpdateMailbox"]; delete: operations["DeleteMailbox"] }
"/api/v2/mailboxes/{id}/health": { get: operations["ShowMailboxHealth"] }
"/api/v2/mailboxes/{id}/retry": { post: operations["RetryMailbox"] }
"/api/v2/oauth/clients": { get: operations["ListOAuthClients"]; post: operations["CreateOAuthClient"] }
"/api/v2/oauth/clients/{id}": { get: operations["ShowOAuthClient"]; put: operations["UpdateOAuthClient"]; delete: operations["DeleteOAuthClient"] }
"/api/v2/oauth/clients/{id}/generate_secret": { put: operations["GenerateOAuthClientSecret"] }
"/api/v2/oauth/tokens": { get: operations["ListOAuthTokens"] }
"/api/v2/oauth/tokens/current": { get: operations["ShowCurrentToken"] }
"/api/v2/oauth/tokens/{id}": { delete: operations["RevokeOAuthToken"] }
"/api/v2/organization_fields": { get: operations["ListOrganizationFields"]; post: operations["CreateOrganizationField"] }
"/api/v2/organization_fields/reorder": { put: operations["ReorderOrganizationFields"] }
"/api/v2/organization_fields/{id}": { get: operations["ShowOrganizationField"]; put: operations["UpdateOrganizationField"]; delete: operations["DeleteOrganizationField"] }
"/api/v2/organization_fields/{id}/options": { get: operations["ListOrganizationFieldOptions"]; post: operations["CreateOrUpdateOrganizationFieldOption"] }
"/api/v2/organization_fields/{id}/options/{option_id}": { get: operations["ShowOrganizationFieldOption"]; delete: operations["DeleteOrganizationFieldOption"] }
"/api/v2/organization_memberships": { get: operations["ListOrganizationMemberships"]; post: operations["CreateOrganizationMembership"] }
"/api/v2/organization_memberships/create_many": { post: operations["CreateManyOrganizationMemberships"] }
"/api/v2/organization_memberships/destroy_many": { delete: operations["DestroyManyOrganizationMemberships"] }
"/api/v2/organization_memberships/{id}": { get: operations["ShowOrganizationMembership"]; delete: operations["DeleteOrganizationMembership"] }
"/api/v2/organization_merges/{id}": { get: operations["ShowOrganizationMerge"] }
"/api/v2/organization_subscriptions": { get: operations["ListOrganizationSubscriptions"]; post: operations["CreateOrganizationSubscription"] }
"/api/v2/organization_subscriptions/{id}": { get: operations["ShowOrganizationSubscription"]; delete: operations["DeleteOrganizationSubscription"] }
"/api/v2/organizations": { get: operations["ListOrganizations"]; post: operations["CreateOrganization"] }
"/api/v2/organizations/autocomplete": { get: operations["AutocompleteOrganizations"] }
"/api/v2/organizations/count": { get: operations["CountOrganizations"] }
"/api/v2/organizations/create_many": { post: operations["CreateManyOrganizations"] }
"/api/v2/organizations/create_or_update": { post: operations["CreateOrUpdateOrganization"] }
"/api/v2/organizations/destroy_many": { delete: operations["DestroyManyOrganizations"] }
"/api/v2/organizations/search": { get: operations["SearchOrganizations"] }
"/api/v2/organizations/show_many": { get: operations["ShowManyOrganizations"] }
"/api/v2/organizations/update_many": { put: operations["UpdateManyOrganizations"] }
"/api/v2/organizations/{id}": { get: operations["ShowOrganization"]; put: operations["UpdateOrganization"]; delete: operations["DeleteOrganization"] }
"/api/v2/organizations/{id}/contact_terms": { put: operations["UpdateOrganizationContactTerms"] }
"/api/v2/organizations/{id}/contacts": { get: operations["ListOrganizationContacts"]; post: operations["CreateOrganizationContact"] }
"/api/v2/organizations/{id}/merge": { post: operations["MergeOrganization"] }
"/api/v2/organizations/{id}/merges": { get: operations["ListOrganizationMerges"] }
"/api/v2/organizations/{id}/related": { get: operations["ShowOrganizationRelated"] }
"/api/v2/organizations/{id}/subscriptions": { get: operations["ListSubscriptionsOfOrganization"] }
"/api/v2/organizations/{id}/tags": { get: operations["ListOrganizationTags"]; post: operations["SetOrganizationTags"]; put: operations["AddOrganizationTags"]; delete: operations["RemoveOrganizationTags"] }
"/api/v2/organizations/{id}/tickets": { get: operations["ListOrganizationTickets"] }
"/api/v2/organizations/{id}/tickets/count": { get: operations["CountOrganizationTickets"] }
"/api/v2/organizations/{id}/users": { get: operations["ListOrganizationUsers"] }
"/api/v2/organizations/{organization_id}/contacts/{id}": { get: operations["ShowOrganizationContact"]; put: operations["UpdateOrganizationContact"]; delete: operations["DeleteOrganizationContact"] }
"/api/v2/organizations/{target_id}/organization_memberships": { get: operations["ListOrganizationMembershipsOfOne"] }
"/api/v2/password_resets": { post: operations["RequestPasswordReset"] }
"/api/v2/password_resets/redeem": { post: operations["RedeemPasswordReset"] }
"/api/v2/policy_changes": { get: operations["ListPolicyChanges"]; post: operations["CreatePolicyChange"] }
"/api/v2/policy_changes/{id}": { get: operations["ShowPolicyChange"] }
"/api/v2/policy_changes/{id}/apply": { post: operations["ApplyPolicyChange"] }
"/api/v2/policy_changes/{id}/approve": { post: operations["ApprovePolicyChange"] }
"/api/v2/policy_changes/{id}/reject": { post: operations["RejectPolicyChange"] }
"/api/v2/policy_changes/{id}/withdraw": { post: operations["WithdrawPolicyChange"] }
"/api/v2/policy_dry_runs": { get: operations["ListPolicyDryRuns"]; post: operations["CreatePolicyDryRun"] }
"/api/v2/policy_dry_runs/{id}": { get: operations["ShowPolicyDryRun"] }
"/api/v2/policy_dry_runs/{id}/cancel": { post: operations["CancelPolicyDryRun"] }
"/api/v2/policy_dry_runs/{id}/tickets": { get: operations["ListPolicyDryRunTickets"] }
"/api/v2/policy_versions": { get: operations["ListPolicyVersions"] }
"/api/v2/policy_versions/{version}": { get: operations["ShowPolicyVersion"] }
"/api/v2/policy_versions/{version}/rollback": { post: operations["RollBackPolicy"] }
"/api/v2/problems": { get: operations["ListProblems"] }
"/api/v2/problems/autocomplete": { post: operations["AutocompleteProblems"] }
"/api/v2/recipient_addresses": { get: operations["ListSupportAddresses"]; post: operations["CreateSupportAddress"] }
"/api/v2/recipient_addresses/{id}": { get: operations["ShowSupportAddress"]; put: operations["UpdateSupportAddress"]; delete: operations["DeleteSupportAddress"] }
"/api/v2/recipient_addresses/{id}/verify": { put: operations["VerifySupportAddress"] }
"/api/v2/reply_aid": { get: operations["ShowReplyAid"]; put: operations["UpdateReplyAid"] }
"/api/v2/requests": { get: operations["ListRequests"]; post: operations["CreateRequest"] }
"/api/v2/requests/ccd": { get: operations["ListCcdRequests"] }
"/api/v2/requests/open": { get: operations["ListOpenRequests"] }
"/api/v2/requests/search": { get: operations["SearchRequests"] }
"/api/v2/requests/solved": { get: operations["ListSolvedRequests"] }
"/api/v2/requests/{id}": { get: operations["ShowRequest"]; put: operations["UpdateRequest"] }
"/api/v2/requests/{id}/comments": { get: operations["ListRequestComments"] }
"/api/v2/requests/{id}/comments/{commentId}": { get: operations["ShowRequestComment"] }
"/api/v2/resolution_codes": { get: operations["ListResolutionCodes"]; post: operations["CreateResolutionCode"] }
"/api/v2/resolution_codes/{id}": { get: operations["ShowResolutionCode"]; put: operations["UpdateResolutionCode"]; delete: operations["DeleteResolutionCode"] }
"/api/v2/routing/agents/{id}/instance_values": { get: operations["ListAGentAttributeValues"]; post: operations["SetAgentAttributeValues"] }
"/api/v2/routing/attributes": { get: operations["ListAccountAttributes"]; post: operations["CreateAttribute"] }
"/api/v2/routing/attributes/definitions": { get: operations["ListRoutingAttributeDefinitions"] }
"/api/v2/routing/attributes/{attributeId}": { get: operations["ShowAttribute"]; put: operations["UpdateAttribute"]; delete: operations["DeleteAttribute"] }
"/api/v2/routing/attributes/{attributeId}/values": { get: operations["ListAttributeValues"]; post: operations["CreateAttributeValue"] }
"/api/v2/routing/attributes/{attributeId}/values/{valueId}": { get: operations["ShowAttributeValue"]; patch: operations["UpdateAttributeValue"]; delete: operations["DeleteAttributeValue"] }
"/api/v2/routing/requirements/fulfilled": { get: operations["ListTicketsFullfilledByUser"] }
"/api/v2/routing/settings": { get: operations["ShowRoutingSettings"]; put: operations["UpdateRoutingSettings"] }
"/api/v2/routing/tickets/{id}/instance_values": { get: operations["ListTicketAttributeValues"]; post: operations["SetTicketAttributeValues"] }
"/api/v2/satisfaction_ratings": { get: operations["ListSatisfactionRatings"] }
"/api/v2/satisfaction_ratings/count": { get: operations["CountSatisfactionRatings"] }
"/api/v2/satisfaction_ratings/{id}": { get: operations["ShowSatisfactionRating"] }
"/api/v2/satisfaction_reasons": { get: operations["ListSatisfactionReasons"] }
"/api/v2/satisfaction_reasons/{id}": { get: operations["ShowSatisfactionReason"] }
"/api/v2/search": { get: operations["Search"] }
"/api/v2/search/count": { get: operations["CountSearch"] }
"/api/v2/search/export": { get: operations["ExportSearch"] }
"/api/v2/sessions": { get: operations["ListSessions"] }
"/api/v2/sign_in": { post: operations["SignIn"] }
"/api/v2/skips": { post: operations["SkipTicket"]; get: operations["ListSkips"] }
"/api/v2/slas/policies": { get: operations["ListSLAPolicies"]; post: operations["CreateSLAPolicy"] }
"/api/v2/slas/policies/definitions": { get: operations["RetrieveSLAPolicyFilterDefinitionItems"] }
"/api/v2/slas/policies/reorder": { put: operations["ReorderSLAPolicies"] }
"/api/v2/slas/policies/what_if": { post: operations["SupposeSLAPolicies"] }
"/api/v2/slas/policies/{id}": { get: operations["ShowSLAPolicy"]; put: operations["UpdateSLAPolicy"]; delete: operations["DeleteSLAPolicy"] }
"/api/v2/suspended_tickets": { get: operations["ListSuspendedTickets"] }
"/api/v2/suspended_tickets/destroy_many": { delete: operations["DeleteManySuspendedTickets"] }
"/api/v2/suspended_tickets/recover_many": { put: operations["RecoverManySuspendedTickets"] }
"/api/v2/suspended_tickets/{id}": { get: operations["ShowSuspendedTicket"]; delete: operations["DeleteSuspendedTicket"] }
"/api/v2/suspended_tickets/{id}/recover": { put: operations["RecoverSuspendedTicket"] }
"/api/v2/tags": { get: operations["ListTags"] }
"/api/v2/tags/count": { get: operations["CountTags"] }
"/api/v2/target_failures": { get: operations["ListTargetFailures"] }
"/api/v2/target_failures/{id}": { get: operations["ShowTargetFailure"] }
"/api/v2/targets": { get: operations["ListTargets"]; post: operations["CreateTarget"] }
"/api/v2/targets/{id}": { get: operations["ShowTarget"]; put: operations["UpdateTarget"]; delete: operations["DeleteTarget"] }
"/api/v2/ticket_audits": { get: operations["ListAllTicketAudits"] }
"/api/v2/ticket_fields": { get: operations["ListTicketFields"]; post: operations["CreateTicketField"] }
"/api/v2/ticket_fields/count": { get: operations["CountTicketFields"] }
"/api/v2/ticket_fields/reorder": { put: operations["ReorderTicketFields"] }
"/api/v2/ticket_fields/{id}": { get: operations["ShowTicketField"]; put: operations["UpdateTicketField"]; delete: operations["DeleteTicketField"] }
"/api/v2/ticket_fields/{id}/options": { get: operations["ListTicketFieldOptions"]; post: operations["PutTicketFieldOption"] }
"/api/v2/ticket_fields/{id}/options/{optionId}": { get: operations["ShowTicketFieldOption"]; delete: operations["DeleteTicketFieldOption"] }
"/api/v2/ticket_forms": { get: operations["ListTicketForms"]; post: operations["CreateTicketForm"] }
"/api/v2/ticket_forms/reorder": { put: operations["ReorderTicketForms"] }
"/api/v2/ticket_forms/show_many": { get: operations["ShowManyTicketForms"] }
"/api/v2/ticket_forms/{id}": { get: operations["ShowTicketForm"]; put: operations["UpdateTicketForm"]; delete: operations["DeleteTicketForm"] }
"/api/v2/ticket_forms/{id}/clone": { post: operations["CloneTicketForm"] }
"/api/v2/ticket_forms/{id}/ticket_form_statuses": { get: operations["ListTicketFormStatuses"]; post: operations["CreateTicketFormStatuses"] }
"/api/v2/ticket_forms/{id}/ticket_form_statuses/{statusId}": { delete: operations["DeleteTicketFormStatus"] }
"/api/v2/ticket_kinds": { get: operations["ListTicketKinds"] }
"/api/v2/ticket_kinds/{kind}": { put: operations["UpdateTicketKind"] }
"/api/v2/ticket_metrics": { get: operations["ListTicketMetrics"] }
"/api/v2/ticket_metrics/{id}": { get: operations["ShowTicketMetrics"] }
"/api/v2/tickets": { get: operations["ListTickets"]; post: operations["CreateTicket"] }
"/api/v2/tickets/clock/reevaluate_many": { post: operations["ReevaluateManyTicketClocks"] }
"/api/v2/tickets/count": { get: operations["CountTickets"] }
"/api/v2/tickets/create_many": { post: operations["CreateManyTickets"] }
"/api/v2/tickets/destroy_many": { delete: operations["DeleteManyTickets"] }
"/api/v2/tickets/mark_many_as_spam": { put: operations["MarkManyTicketsAsSpam"] }
"/api/v2/tickets/recent": { get: operations["ListRecentTickets"] }
"/api/v2/tickets/show_many": { get: operations["ShowManyTickets"] }
"/api/v2/tickets/update_many": { put: operations["UpdateManyTickets"] }
"/api/v2/tickets/{id}": { get: operations["ShowTicket"]; put: operations["UpdateTicket"]; delete: operations["DeleteTicket"] }
"/api/v2/tickets/{id}/announcement": { get: operations["PreviewChangeAnnouncement"]; post: operations["AnnounceChange"] }
"/api/v2/tickets/{id}/audits": { get: operations["ListTicketAudits"] }
"/api/v2/tickets/{id}/audits/count": { get: operations["CountTicketAudits"] }
"/api/v2/tickets/{id}/audits/{auditId}": { get: operations["ShowTicketAudit"] }
"/api/v2/tickets/{id}/audits/{auditId}/make_private": { put: operations["MakeTicketAuditPrivate"] }
"/api/v2/tickets/{id}/audits/{auditId}/trace": { get: operations["ShowAuditTrace"] }
"/api/v2/tickets/{id}/audits/{auditId}/trust": { put: operations["TrustTicketAudit"] }
"/api/v2/tickets/{id}/audits/{auditId}/undo": { post: operations["UndoTicketAudit"]; get: operations["PreviewTicketAuditUndo"] }
"/api/v2/tickets/{id}/change": { get: operations["ShowTicketChange"]; put: operations["UpdateTicketChange"] }
"/api/v2/tickets/{id}/change/approval": { put: operations["UpdateChangeApproval"] }
"/api/v2/tickets/{id}/clock": { get: operations["ShowTicketClock"] }
"/api/v2/tickets/{id}/clock/reevaluate": { post: operations["ReevaluateTicketClock"] }
"/api/v2/tickets/{id}/collaborators": { get: operations["ListTicketCollaborators"] }
"/api/v2/tickets/{id}/comments": { get: operations["ListTicketComments"] }
"/api/v2/tickets/{id}/comments/count": { get: operations["CountTicketComments"] }
"/api/v2/tickets/{id}/comments/{commentId}/attachments/{attachmentId}/redact": { put: operations["RedactTicketCommentAttachment"] }
"/api/v2/tickets/{id}/comments/{commentId}/make_private": { put: operations["MakeTicketCommentPrivate"] }
"/api/v2/tickets/{id}/comments/{commentId}/redact": { put: operations["RedactTicketComment"] }
"/api/v2/tickets/{id}/comments/{comment_id}/source": { get: operations["ShowCommentSource"] }
"/api/v2/tickets/{id}/draft": { get: operations["ShowTicketDraft"]; put: operations["SaveTicketDraft"]; delete: operations["DeleteTicketDraft"] }
"/api/v2/tickets/{id}/email_ccs": { get: operations["ListTicketEmailCcs"] }
"/api/v2/tickets/{id}/followers": { get: operations["ListTicketFollowers"] }
"/api/v2/tickets/{id}/hand_down": { post: operations["HandDownTicket"] }
"/api/v2/tickets/{id}/hand_over": { post: operations["HandOverTicket"] }
"/api/v2/tickets/{id}/hand_overs": { get: operations["ListTicketHandOvers"] }
"/api/v2/tickets/{id}/hand_up": { post: operations["HandUpTicket"] }
"/api/v2/tickets/{id}/incidents": { get: operations["ListTicketIncidents"] }
"/api/v2/tickets/{id}/macros/{macro_id}/apply": { get: operations["ShowTicketAfterChanges"] }
"/api/v2/tickets/{id}/mails": { get: operations["ListTicketMails"] }
"/api/v2/tickets/{id}/mails/{mailId}": { get: operations["ShowTicketMail"] }
"/api/v2/tickets/{id}/mails/{mailId}/resend": { post: operations["ResendTicketMail"] }
"/api/v2/tickets/{id}/mark_as_spam": { put: operations["MarkTicketAsSpam"] }
"/api/v2/tickets/{id}/merge": { post: operations["MergeTickets"] }
"/api/v2/tickets/{id}/metrics": { get: operations["ShowMetricsOfTicket"] }
"/api/v2/tickets/{id}/missing": { get: operations["ShowMissingDiagnostics"] }
"/api/v2/tickets/{id}/parties": { get: operations["ListTicketParties"]; post: operations["AddTicketParty"] }
"/api/v2/tickets/{id}/parties/{partyId}": { put: operations["ChangeTicketParty"]; delete: operations["RemoveTicketParty"] }
"/api/v2/tickets/{id}/related": { get: operations["ShowTicketRelated"] }
"/api/v2/tickets/{id}/reply_check": { post: operations["CheckReply"] }
"/api/v2/tickets/{id}/routing": { get: operations["ShowTicketRouting"] }
"/api/v2/tickets/{id}/satisfaction_rating": { post: operations["RateTicket"] }
"/api/v2/tickets/{id}/skips": { get: operations["ListTicketSkips"] }
"/api/v2/tickets/{id}/split": { post: operations["SplitTicket"] }
"/api/v2/tickets/{id}/tags": { get: operations["ListTicketTags"]; post: operations["SetTicketTags"]; put: operations["AddTicketTags"]; delete: operations["RemoveTicketTags"] }
"/api/v2/tickets/{id}/trace": { get: operations["ListTicketTraces"] }
"/api/v2/tickets/{id}/troubleshooting": { get: operations["ListTroubleshootingEntries"]; post: operations["AddTroubleshootingEntry"] }
"/api/v2/tickets/{id}/troubleshooting/{entryId}": { get: operations["ShowTroubleshootingEntry"]; put: operations["ChangeTroubleshootingEntry"]; delete: operations["RemoveTroubleshootingEntry"] }
"/api/v2/tickets/{id}/weight": { get: operations["ShowTicketWeight"] }
"/api/v2/time_zones": { get: operations["ListTimeZones"] }
"/api/v2/trigger_categories": { get: operations["ListTriggerCategories"]; post: operations["CreateTriggerCategory"] }
"/api/v2/trigger_categories/jobs": { post: operations["BatchOperateTriggerCategories"] }
"/api/v2/trigger_categories/{id}": { get: operations["ShowTriggerCategoryById"]; patch: operations["UpdateTriggerCategory"]; delete: operations["DeleteTriggerCategory"] }
"/api/v2/triggers": { get: operations["ListTriggers"]; post: operations["CreateTrigger"] }
"/api/v2/triggers/active": { get: operations["ListActiveTriggers"] }
"/api/v2/triggers/definitions": { get: operations["ListTriggerActionConditionDefinitions"] }
"/api/v2/triggers/destroy_many": { delete: operations["BulkDeleteTriggers"] }
"/api/v2/triggers/reorder": { put: operations["ReorderTriggers"] }
"/api/v2/triggers/search": { get: operations["SearchTriggers"] }
"/api/v2/triggers/update_many": { put: operations["UpdateManyTriggers"] }
"/api/v2/triggers/{id}": { get: operations["ShowTrigger"]; put: operations["UpdateTrigger"]; delete: operations["DeleteTrigger"] }
"/api/v2/triggers/{id}/clone": { post: operations["CloneTrigger"] }
"/api/v2/triggers/{id}/revisions": { get: operations["ListTriggerRevisions"] }
"/api/v2/triggers/{id}/revisions/{revision_id}": { get: operations["TriggerRevision"] }
"/api/v2/typeahead": { get: operations["Typeahead"] }
"/api/v2/uploads": { post: operations["UploadFile"] }
"/api/v2/uploads/{token}": { delete: operations["DeleteUpload"] }
"/api/v2/user_fields": { get: operations["ListUserFields"]; post: operations["CreateUserField"] }
"/api/v2/user_fields/reorder": { put: operations["ReorderUserFields"] }
"/api/v2/user_fields/{id}": { get: operations["ShowUserField"]; put: operations["UpdateUserField"]; delete: operations["DeleteUserField"] }
"/api/v2/user_fields/{id}/options": { get: operations["ListUserFieldOptions"]; post: operations["CreateOrUpdateUserFieldOption"] }
"/api/v2/user_fields/{id}/options/{option_id}": { get: operations["ShowUserFieldOption"]; delete: operations["DeleteUserFieldOption"] }
"/api/v2/users": { get: operations["ListUsers"]; post: operations["CreateUser"] }
"/api/v2/users/autocomplete": { get: operations["AutocompleteUsers"] }
"/api/v2/users/count": { get: operations["CountUsers"] }
"/api/v2/users/create_many": { post: operations["CreateManyUsers"] }
"/api/v2/users/create_or_update": { post: operations["CreateOrUpdateUser"] }
"/api/v2/users/create_or_update_many": { post: operations["CreateOrUpdateManyUsers"] }
"/api/v2/users/destroy_many": { delete: operations["DestroyManyUsers"] }
"/api/v2/users/me": { get: operations["ShowCurrentUser"] }
"/api/v2/users/me/logout": { delete: operations["SignOut"] }
"/api/v2/users/search": { get: operations["SearchUsers"] }
"/api/v2/users/show_many": { get: operations["ShowManyUsers"] }
"/api/v2/users/update_many": { put: operations["UpdateManyUsers"] }
"/api/v2/users/{id}": { get: operations["ShowUser"]; put: operations["UpdateUser"]; delete: operations["DeleteUser"] }
"/api/v2/users/{id}/absences": { get: operations["ListUserAbsences"]; post: operations["CreateUserAbsence"] }
"/api/v2/users/{id}/absences/{absenceId}": { delete: operations["DeleteUserAbsence"] }
"/api/v2/users/{id}/availability": { get: operations["ShowUserAvailability"]; put: operations["UpdateUserAvailability"] }
"/api/v2/users/{id}/compliance_deletion_statuses": { get: operations["ListComplianceDeletionStatuses"] }
"/api/v2/users/{id}/groups": { get: operations["ListUserGroups"] }
"/api/v2/users/{id}/groups/count": { get: operations["CountUserGroups"] }
"/api/v2/users/{id}/invitation": { post: operations["InviteUser"] }
"/api/v2/users/{id}/merge": { put: operations["MergeUser"] }
"/api/v2/users/{id}/organizations": { get: operations["ListUserOrganizations"] }
"/api/v2/users/{id}/organizations/count": { get: operations["CountUserOrganizations"] }
"/api/v2/users/{id}/password": { put: operations["ChangePassword"]; post: operations["SetPassword"] }
"/api/v2/users/{id}/photo": { delete: operations["DeleteUserPhoto"] }
"/api/v2/users/{id}/related": { get: operations["ShowUserRelated"] }
"/api/v2/users/{id}/requests": { get: operations["ListUserRequests"] }
"/api/v2/users/{id}/skips": { get: operations["ListUserSkips"] }
"/api/v2/users/{id}/tags": { get: operations["ListUserTags"]; post: operations["SetUserTags"]; put: operations["AddUserTags"]; delete: operations["RemoveUserTags"] }
"/api/v2/users/{id}/tickets/assigned": { get: operations["ListAssignedTickets"] }
"/api/v2/users/{id}/tickets/assigned/count": { get: operations["CountAssignedTickets"] }
"/api/v2/users/{id}/tickets/ccd": { get: operations["ListCcdTickets"] }
"/api/v2/users/{id}/tickets/ccd/count": { get: operations["CountCcdTickets"] }
"/api/v2/users/{id}/tickets/requested": { get: operations["ListRequestedTickets"] }
"/api/v2/users/{id}/tickets/requested/count": { get: operations["CountRequestedTickets"] }
"/api/v2/users/{user_id}/group_memberships": { get: operations["ListUserGroupMemberships"]; post: operations["CreateUserGroupMembership"] }
"/api/v2/users/{user_id}/group_memberships/{id}": { get: operations["ShowUserGroupMembership"]; delete: operations["DeleteUserGroupMembership"] }
"/api/v2/users/{user_id}/group_memberships/{id}/make_default": { put: operations["MakeDefaultGroupMembership"] }
"/api/v2/users/{user_id}/identities": { get: operations["ListUserIdentities"]; post: operations["CreateUserIdentity"] }
"/api/v2/users/{user_id}/identities/{id}": { get: operations["ShowUserIdentity"]; put: operations["UpdateUserIdentity"]; delete: operations["DeleteUserIdentity"] }
"/api/v2/users/{user_id}/identities/{id}/make_primary": { put: operations["MakeUserIdentityPrimary"] }
"/api/v2/users/{user_id}/identities/{id}/request_verification": { put: operations["RequestUserIdentityVerification"] }
"/api/v2/users/{user_id}/identities/{id}/verify": { put: operations["VerifyUserIdentity"] }
"/api/v2/users/{user_id}/organization_contacts": { get: operations["ListUserOrganizationContacts"] }
"/api/v2/users/{user_id}/organization_memberships": { get: operations["ListUserOrganizationMemberships"]; post: operations["CreateUserOrganizationMembership"] }
"/api/v2/users/{user_id}/organization_memberships/{id}": { get: operations["ShowUserOrganizationMembership"]; delete: operations["DeleteUserOrganizationMembership"] }
"/api/v2/users/{user_id}/organization_memberships/{id}/make_default": { put: operations["MakeDefaultOrganizationMembership"] }
"/api/v2/users/{user_id}/organization_subscriptions": { get: operations["ListUserOrganizationSubscriptions"] }
"/api/v2/users/{user_id}/sessions": { get: operations["ListUserSessions"]; delete: operations["DeleteUserSessions"] }
"/api/v2/users/{user_id}/sessions/{id}": { get: operations["ShowUserSession"]; delete: operations["DeleteUserSession"] }
"/api/v2/views": { get: operations["ListViews"]; post: operations["CreateView"] }
"/api/v2/views/active": { get: operations["ListActiveViews"] }
"/api/v2/views/compact": { get: operations["ListCompactViews"] }
"/api/v2/views/count": { get: operations["CountViews"] }
"/api/v2/views/count_many": { get: operations["CountManyViewTickets"] }
"/api/v2/views/destroy_many": { delete: operations["DestroyManyViews"] }
"/api/v2/views/preview": { post: operations["PreviewView"] }
"/api/v2/views/preview/count": { post: operations["CountPreviewTickets"] }
"/api/v2/views/search": { get: operations["SearchViews"] }
"/api/v2/views/show_many": { get: operations["ShowManyViews"] }
"/api/v2/views/update_many": { put: operations["UpdateManyViews"] }
"/api/v2/views/{id}": { get: operations["ShowView"]; put: operations["UpdateView"]; delete: operations["DeleteView"] }
"/api/v2/views/{id}/count": { get: operations["CountViewTickets"] }
"/api/v2/views/{id}/execute": { get: operations["ExecuteView"] }
"/api/v2/views/{id}/export": { get: operations["ExportView"] }
"/api/v2/views/{id}/export.csv": { get: operations["ExportViewAsCSV"] }
"/api/v2/views/{id}/export.jsonl": { get: operations["ExportViewAsJSONL"] }
"/api/v2/views/{id}/tickets": { get: operations["ListViewTickets"] }
"/api/v2/webhooks": { get: operations["ListWebhooks"]; post: operations["CreateWebhook"] }
"/api/v2/webhooks/test": { post: operations["TestWebhook"] }
"/api/v2/webhooks/{id}": { get: operations["ShowWebhook"]; put: operations["UpdateWebhook"]; patch: operations["PatchWebhook"]; delete: operations["DeleteWebhook"] }
"/api/v2/webhooks/{id}/invocations": { get: operations["ListWebhookInvocations"] }
"/api/v2/webhooks/{id}/invocations/{invocationId}/attempts": { get: operations["ListWebhookInvocationAttempts"] }
"/api/v2/webhooks/{id}/invocations/{invocationId}/replay": { post: operations["ReplayWebhookInvocation"] }
"/api/v2/webhooks/{id}/signing_secret": { get: operations["ShowWebhookSigningSecret"]; post: operations["ResetWebhookSigningSecret"] }
"/attachments/token/{token}": { get: operations["DownloadAttachment"] }
"/oauth/authorizations": { post: operations["CreateOAuthAuthorization"] }
"/oauth/authorizations/new": { get: operations["ShowOAuthAuthorization"] }
"/oauth/tokens": { post: operations["GrantOAuthTokens"] }
"/photos/{id}/{key}": { get: operations["ShowUserPhoto"] }
}

export interface operations {
/** Adds tags of one of the organizations */
AddOrganizationTags: {
parameters: { query?: never; header?: never; path: { id: number }; cookie?: never }
requestBody: { content: { "application/json": { tags: (string)[] | string } } }
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { tags: (string)[] } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
422: components["responses"]["Invalid"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Bring a vendor or partner into a ticket */
AddTicketParty: {
parameters: { query?: never; header?: never; path: { id: number }; cookie?: never }
requestBody: { content: { "application/json": { party: { role?: "vendor" | "partner"; name?: string | null; organization_id?: number | null; user_id?: number | null; reference?: string | null; waiting?: boolean } } } }
responses: {
201: { headers: { [name: string]: unknown }; content: { "application/json": { party: { id: number; role: string; name: string | null; organization_id: number | null; user_id: number | null; reference: string | null; waiting: boolean; waiting_since: string | null; waited_seconds: number } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
422: components["responses"]["Invalid"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Add tags to a ticket */
AddTicketTags: {
parameters: { query?: never; header?: never; path: { id: number }; cookie?: never }
requestBody: { content: { "application/json": { tags: (string)[] | string; safe_update?: boolean | string | null; updated_stamp?: string | { updated_at?: string } | null } } }
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { tags: (string)[] } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
422: components["responses"]["Invalid"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Write down a hypothesis, an attempt, the environment or a result */
AddTroubleshootingEntry: {
parameters: { query?: never; header?: never; path: { id: number }; cookie?: never }
requestBody: { content: { "application/json": { troubleshooting_entry: { type?: "hypothesis" | "attempt" | "environment" | "result"; state?: "open" | "confirmed" | "ruled_out"; title?: string; details?: string | null; outcome?: string | null; position?: number; version?: number } } } }
responses: {
201: { headers: { [name: string]: unknown }; content: { "application/json": { troubleshooting_entry: { id: number; position: number | null; type: string; state: string; title: string; details: string | null; outcome: string | null; removed: boolean; version: number; comment_id: number; author_id: number; updated_at: string; created_by_id: number; created_at: string }; versions: ({ type: string; state: string; title: string; details: string | null; outcome: string | null; removed: boolean; version: number; comment_id: number; author_id: number; updated_at: string })[] } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
422: components["responses"]["Invalid"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Adds tags of one of the users */
AddUserTags: {
parameters: { query?: never; header?: never; path: { id: number }; cookie?: never }
requestBody: { content: { "application/json": { tags: (string)[] | string } } }
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { tags: (string)[] } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
422: components["responses"]["Invalid"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Tell those whom a change affects of its plan or its completion, once a version */
AnnounceChange: {
parameters: { query?: never; header?: never; path: { id: number }; cookie?: never }
requestBody: { content: { "application/json": { announcement: { about?: "plan" | "completion"; subject?: string; body?: string; version?: number } } } }
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { job_status: components["schemas"]["JobStatus"] } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
422: components["responses"]["Invalid"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Make the change, as one version of the policy */
ApplyPolicyChange: {
parameters: { query?: never; header?: never; path: { id: number }; cookie?: never }
requestBody: { content: { "application/json": { reason?: string } } }
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { policy_change: { id: number; url: string; title: string; reason: string; state: string; author_id: number; base_version: number; edits: (unknown)[]; decided_by_id: number | null; decided_at: string | null; decision_reason: string | null; applied_by_id: number | null; applied_version: number | null; created_at: string; updated_at: string; diff: ({ kind: string; id: number; title: string; operation: string; differences: ({ field: string; change: string; from: unknown; to: unknown; text: string })[]; before: unknown; after: unknown })[]; lint: ({ kind: string; id: number; title: string; severity: string; message: string })[]; conflicts: ({ kind: string; id: number; title: string; versions: (number)[] })[]; policy_dry_run_ids: (number)[] } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
422: components["responses"]["Invalid"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Say that a change may be made; not by its author */
ApprovePolicyChange: {
parameters: { query?: never; header?: never; path: { id: number }; cookie?: never }
requestBody: { content: { "application/json": { reason?: string } } }
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { policy_change: { id: number; url: string; title: string; reason: string; state: string; author_id: number; base_version: number; edits: (unknown)[]; decided_by_id: number | null; decided_at: string | null; decision_reason: string | null; applied_by_id: number | null; applied_version: number | null; created_at: string; updated_at: string; diff: ({ kind: string; id: number; title: string; operation: string; differences: ({ field: string; change: string; from: unknown; to: unknown; text: string })[]; before: unknown; after: unknown })[]; lint: ({ kind: string; id: number; title: string; severity: string; message: string })[]; conflicts: ({ kind: string; id: number; title: string; versions: (number)[] })[]; policy_dry_run_ids: (number)[] } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
422: components["responses"]["Invalid"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Finds organizations by the beginning of their name */
AutocompleteOrganizations: {
parameters: { query?: { page?: number | string; per_page?: number | string; "page[size]"?: number | string; "page[after]"?: string; "page[before]"?: string; sort?: string; sort_by?: string; sort_order?: string; name?: string }; header?: never; path?: never; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { organizations: (components["schemas"]["Organization"])[]; count?: number; next_page?: string | null; previous_page?: string | null; meta?: { has_more: boolean; after_cursor: string | null; before_cursor: string | null }; links?: { prev: string | null; next: string | null } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Problems that are not solved, by words of their subject */
AutocompleteProblems: {
parameters: { query?: { page?: number | string; per_page?: number | string; "page[size]"?: number | string; "page[after]"?: string; "page[before]"?: string; sort?: string; sort_by?: string; sort_order?: string; include?: string }; header?: never; path?: never; cookie?: never }
requestBody: { content: { "application/json": { text: string } } }
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { tickets: (components["schemas"]["Ticket"])[]; users?: (components["schemas"]["User"])[]; groups?: (components["schemas"]["Group"])[]; organizations?: (components["schemas"]["Organization"])[]; last_audits?: (components["schemas"]["Audit"])[]; ticket_forms?: ({ [key: string]: unknown })[]; incident_counts?: ({ ticket_id: number; incident_count: number })[]; sharing_agreements?: ({ [key: string]: unknown })[]; count?: number; next_page?: string | null; previous_page?: string | null; meta?: { has_more: boolean; after_cursor: string | null; before_cursor: string | null }; links?: { prev: string | null; next: string | null } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
422: components["responses"]["Invalid"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Tags that begin with the letters given, at least two */
AutocompleteTags: {
parameters: { query?: { name?: string }; header?: never; path?: never; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { tags: (string)[] } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Finds users by the beginning of words of their name, or of an address */
AutocompleteUsers: {
parameters: { query?: { page?: number | string; per_page?: number | string; "page[size]"?: number | string; "page[after]"?: string; "page[before]"?: string; sort?: string; sort_by?: string; sort_order?: string; include?: string; name?: string }; header?: never; path?: never; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { users: (components["schemas"]["User"])[]; organizations?: (components["schemas"]["Organization"])[]; groups?: (components["schemas"]["Group"])[]; identities?: (components["schemas"]["UserIdentity"])[]; count?: number; next_page?: string | null; previous_page?: string | null; meta?: { has_more: boolean; after_cursor: string | null; before_cursor: string | null }; links?: { prev: string | null; next: string | null } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Move categories and triggers, as one change */
BatchOperateTriggerCategories: {
parameters: { query?: never; header?: never; path?: never; cookie?: never }
requestBody: { content: { "application/json": { job: { action: string; items: { trigger_categories?: ({ id: number | string; position?: number | null })[]; triggers?: ({ id: number | string; active?: boolean | null; position?: number | null; category_id?: string | number | null })[] } } } } }
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { status: string; errors: (unknown)[]; results: { trigger_categories: ({ id: string; name: string; position: number; created_at: string; updated_at: string; active_rules_count?: number; inactive_rules_count?: number })[]; triggers: ({ url: string; id: number; title: string; raw_title: string; active: boolean; default: boolean; position: number; conditions: { all: ({ field: string; operator?: string; value?: unknown })[]; any: ({ field: string; operator?: string; value?: unknown })[] }; actions: ({ field: string; value: unknown })[]; created_at: string; updated_at: string; usage_1h?: number; usage_24h?: number; usage_7d?: number; usage_30d?: number; description: string | null; category_id: string })[] } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
422: components["responses"]["Invalid"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Delete several; those that are not there are passed over */
BulkDeleteAutomations: {
parameters: { query?: { ids?: string }; header?: never; path?: never; cookie?: never }
requestBody?: never
responses: {
204: { headers: { [name: string]: unknown }; content?: never }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Delete several; those that are not there are passed over */
BulkDeleteTriggers: {
parameters: { query?: { ids?: string }; header?: never; path?: never; cookie?: never }
requestBody?: never
responses: {
204: { headers: { [name: string]: unknown }; content?: never }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Adds business minutes to an instant, counts those between two, says whether it is open */
CalculateBusinessTime: {
parameters: { query?: never; header?: never; path?: never; cookie?: never }
requestBody: { content: { "application/json": { op: string; at: string; minutes?: number; to?: string; schedule_id?: number | string | null; schedule?: unknown } } }
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { result: string | number | boolean } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
422: components["responses"]["Invalid"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** End a replay before its time */
CancelPolicyDryRun: {
parameters: { query?: never; header?: never; path: { id: number }; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { policy_dry_run: { id: number; url: string; state: string; job_status_id: string; author_id: number; policy_change_id: number | null; base_version: number; from: string; to: string; sample_size: number | null; error: string | null; created_at: string; ended_at: string | null; report: { tickets: number; updates: number; differing: number; approximate: number; borrowed_facts: ({ fact: string; tickets: number })[]; kept_as_recorded: number; refused_by_both: number; redacted_comments: number; groups: ({ aspect: string; name: string; tickets: number; turns: ({ today: unknown; proposed: unknown; tickets: number })[]; samples: ({ ticket_id: number; url: string })[] })[] } | null; diff: ({ kind: string; id: number; title: string; operation: string; differences: ({ field: string; change: string; from: unknown; to: unknown; text: string })[]; before: unknown; after: unknown })[] } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Changes one’s own password; ends all sessions */
ChangePassword: {
parameters: { query?: never; header?: never; path: { id: number }; cookie?: never }
requestBody: { content: { "application/json": { password: string; previous_password?: string } } }
responses: {
204: { headers: { [name: string]: unknown }; content?: never }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
422: components["responses"]["Invalid"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Change a vendor or partner; begin or end waiting for them */
ChangeTicketParty: {
parameters: { query?: never; header?: never; path: { id: number; partyId: number }; cookie?: never }
requestBody: { content: { "application/json": { party: { role?: "vendor" | "partner"; name?: string | null; organization_id?: number | null; user_id?: number | null; reference?: string | null; waiting?: boolean } } } }
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { party: { id: number; role: string; name: string | null; organization_id: number | null; user_id: number | null; reference: string | null; waiting: boolean; waiting_since: string | null; waited_seconds: number } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
422: components["responses"]["Invalid"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Write a new version of an entry, or move it; earlier ones stay readable */
ChangeTroubleshootingEntry: {
parameters: { query?: never; header?: never; path: { id: number; entryId: number }; cookie?: never }
requestBody: { content: { "application/json": { troubleshooting_entry: { type?: "hypothesis" | "attempt" | "environment" | "result"; state?: "open" | "confirmed" | "ruled_out"; title?: string; details?: string | null; outcome?: string | null; position?: number; version?: number } } } }
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { troubleshooting_entry: { id: number; position: number | null; type: string; state: string; title: string; details: string | null; outcome: string | null; removed: boolean; version: number; comment_id: number; author_id: number; updated_at: string; created_by_id: number; created_at: string }; versions: ({ type: string; state: string; title: string; details: string | null; outcome: string | null; removed: boolean; version: number; comment_id: number; author_id: number; updated_at: string })[] } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
422: components["responses"]["Invalid"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Which parts of a good answer a draft has, and which are missing */
CheckReply: {
parameters: { query?: never; header?: never; path: { id: number }; cookie?: never }
requestBody: { content: { "application/json": { reply: { body?: string | null; html_body?: string | null; public?: boolean; status?: "new" | "open" | "pending" | "hold" | "solved" | "closed" | null } } } }
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { reply_check: { complete: boolean; missing: (string)[]; parts: ({ part: string; wanted: boolean; present: boolean; text: string | null })[]; hints: (string)[] } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
422: components["responses"]["Invalid"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Make a copy that is out of use */
CloneAutomation: {
parameters: { query?: never; header?: never; path: { id: number }; cookie?: never }
requestBody: { content: { "application/json": { automation?: { title?: string } } } }
responses: {
201: { headers: { [name: string]: unknown }; content: { "application/json": { automation: { url: string; id: number; title: string; raw_title: string; active: boolean; default: boolean; position: number; conditions: { all: ({ field: string; operator?: string; value?: unknown })[]; any: ({ field: string; operator?: string; value?: unknown })[] }; actions: ({ field: string; value: unknown })[]; created_at: string; updated_at: string; usage_1h?: number; usage_24h?: number; usage_7d?: number; usage_30d?: number; once_per_ticket: boolean } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
422: components["responses"]["Invalid"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Make a copy of a ticket form */
CloneTicketForm: {
parameters: { query?: never; header?: never; path: { id: number }; cookie?: never }
requestBody?: never
responses: {
201: { headers: { [name: string]: unknown }; content: { "application/json": { ticket_form: components["schemas"]["TicketForm"] } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Make a copy that is out of use */
CloneTrigger: {
parameters: { query?: never; header?: never; path: { id: number }; cookie?: never }
requestBody: { content: { "application/json": { trigger?: { title?: string } } } }
responses: {
201: { headers: { [name: string]: unknown }; content: { "application/json": { trigger: { url: string; id: number; title: string; raw_title: string; active: boolean; default: boolean; position: number; conditions: { all: ({ field: string; operator?: string; value?: unknown })[]; any: ({ field: string; operator?: string; value?: unknown })[] }; actions: ({ field: string; value: unknown })[]; created_at: string; updated_at: string; usage_1h?: number; usage_24h?: number; usage_7d?: number; usage_30d?: number; description: string | null; category_id: string } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
422: components["responses"]["Invalid"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** How many activities there are */
CountActivities: {
parameters: { query?: { since?: string }; header?: never; path?: never; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["Count"] } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** How many tickets assigned to a user */
CountAssignedTickets: {
parameters: { query?: never; header?: never; path: { id: number }; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["Count"] } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** How many tickets on which a user is a CC */
CountCcdTickets: {
parameters: { query?: never; header?: never; path: { id: number }; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["Count"] } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Counts users who were removed */
CountDeletedUsers: {
parameters: { query?: never; header?: never; path?: never; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { count: { value: number; refreshed_at: string } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Counts groups */
CountGroups: {
parameters: { query?: never; header?: never; path?: never; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { count: { value: number; refreshed_at: string } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** How many tickets each of up to 20 views has */
CountManyViewTickets: {
parameters: { query: { ids: string }; header?: never; path?: never; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { view_counts: ({ url: string | null; view_id: number | null; value: number | null; pretty: string; fresh: boolean; active: boolean })[] } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** How many tickets of an organization */
CountOrganizationTickets: {
parameters: { query?: never; header?: never; path: { id: number }; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["Count"] } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Counts organizations */
CountOrganizations: {
parameters: { query?: never; header?: never; path?: never; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { count: { value: number; refreshed_at: string } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** How many tickets a view would have */
CountPreviewTickets: {
parameters: { query?: never; header?: never; path?: never; cookie?: never }
requestBody: { content: { "application/json": { view: { all?: ({ [key: string]: unknown })[] | null; any?: ({ [key: string]: unknown })[] | null; conditions?: { all?: ({ [key: string]: unknown })[] | null; any?: ({ [key: string]: unknown })[] | null } | null; output?: { columns?: (string | number)[] | null; group_by?: string | number | null; group_order?: string | null; sort_by?: string | number | null; sort_order?: string | null } | null } } } }
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { view_count: { url: string | null; view_id: number | null; value: number | null; pretty: string; fresh: boolean; active: boolean } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
422: components["responses"]["Invalid"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** How many tickets that a user requested */
CountRequestedTickets: {
parameters: { query?: never; header?: never; path: { id: number }; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["Count"] } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** How many ratings there are */
CountSatisfactionRatings: {
parameters: { query?: { score?: string; start_time?: number; end_time?: number }; header?: never; path?: never; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["Count"] } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** How many a search finds, exactly */
CountSearch: {
parameters: { query?: { query?: string }; header?: never; path?: never; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { count: number } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** How many different tags there are */
CountTags: {
parameters: { query?: never; header?: never; path?: never; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["Count"] } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** How many audits a ticket has */
CountTicketAudits: {
parameters: { query?: never; header?: never; path: { id: number }; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["Count"] } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** How many comments a ticket has */
CountTicketComments: {
parameters: { query?: never; header?: never; path: { id: number }; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["Count"] } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** How many fields tickets have */
CountTicketFields: {
parameters: { query?: never; header?: never; path?: never; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["Count"] } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** How many tickets the caller may see */
CountTickets: {
parameters: { query?: never; header?: never; path?: never; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["Count"] } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Counts the groups of a user */
CountUserGroups: {
parameters: { query?: never; header?: never; path: { id: number }; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { count: { value: number; refreshed_at: string } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Counts the organizations of a user */
CountUserOrganizations: {
parameters: { query?: never; header?: never; path: { id: number }; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { count: { value: number; refreshed_at: string } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Counts active users */
CountUsers: {
parameters: { query?: { page?: number | string; per_page?: number | string; "page[size]"?: number | string; "page[after]"?: string; "page[before]"?: string; sort?: string; sort_by?: string; sort_order?: string; include?: string; role?: (string)[]; "role[]"?: (string)[]; permission_set?: number; external_id?: string }; header?: never; path?: never; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { count: { value: number; refreshed_at: string } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** How many tickets a view has: at once, and a moment old where counting takes longer */
CountViewTickets: {
parameters: { query?: never; header?: never; path: { id: number }; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { view_count: { url: string | null; view_id: number | null; value: number | null; pretty: string; fresh: boolean; active: boolean } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** How many views the caller has */
CountViews: {
parameters: { query?: never; header?: never; path?: never; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["Count"] } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Makes an API token for oneself; its text is shown this once */
CreateApiToken: {
parameters: { query?: never; header?: never; path?: never; cookie?: never }
requestBody: { content: { "application/json": { api_token: { description: string; scopes?: (string)[]; allowed_ips?: (string)[]; expires_at?: string | null } } } }
responses: {
201: { headers: { [name: string]: unknown }; content: { "application/json": { api_token: { id: number; url: string; user_id: number; description: string; scopes: (string)[]; allowed_ips: (string)[]; created_at: string; last_used_at: string | null; expires_at: string | null; token: string } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
422: components["responses"]["Invalid"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Put a file under a macro: as a form with the part `attachment`, or as the body */
CreateAssociatedMacroAttachment: {
parameters: { query?: { filename?: string }; header?: never; path: { id: number }; cookie?: never }
requestBody: { content: { "*/*": unknown } }
responses: {
201: { headers: { [name: string]: unknown }; content: { "application/json": { macro_attachment: { id: number; filename: string; content_type: string; content_url: string; size: number; created_at: string } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Make a kind of skills */
CreateAttribute: {
parameters: { query?: never; header?: never; path?: never; cookie?: never }
requestBody: { content: { "application/json": { attribute: { name?: string | null } } } }
responses: {
201: { headers: { [name: string]: unknown }; content: { "application/json": { attribute: { id: string; url: string; name: string; created_at: string; updated_at: string } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
422: components["responses"]["Invalid"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Make a skill; conditions, where given, put it on new tickets */
CreateAttributeValue: {
parameters: { query?: never; header?: never; path: { attributeId: string }; cookie?: never }
requestBody: { content: { "application/json": { attribute_value: { name?: string | null; conditions?: unknown } } } }
responses: {
201: { headers: { [name: string]: unknown }; content: { "application/json": { attribute_value: { id: string; url: string; name: string; attribute_id: string; conditions: { all: (unknown)[]; any: (unknown)[] } | null; created_at: string; updated_at: string } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
422: components["responses"]["Invalid"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Make an automation */
CreateAutomation: {
parameters: { query?: never; header?: never; path?: never; cookie?: never }
requestBody: { content: { "application/json": { automation: { title?: string | null; raw_title?: string | null; active?: boolean | null; position?: number | null; conditions?: unknown; all?: unknown; any?: unknown; actions?: unknown; once_per_ticket?: boolean | null } } } }
responses: {
201: { headers: { [name: string]: unknown }; content: { "application/json": { automation: { url: string; id: number; title: string; raw_title: string; active: boolean; default: boolean; position: number; conditions: { all: ({ field: string; operator?: string; value?: unknown })[]; any: ({ field: string; operator?: string; value?: unknown })[] }; actions: ({ field: string; value: unknown })[]; created_at: string; updated_at: string; usage_1h?: number; usage_24h?: number; usage_7d?: number; usage_30d?: number; once_per_ticket: boolean } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
422: components["responses"]["Invalid"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Makes a brand */
CreateBrand: {
parameters: { query?: never; header?: never; path?: never; cookie?: never }
requestBody: { content: { "application/json": { brand: { name?: string | null; subdomain?: string | null; host_mapping?: string | null; signature_template?: string | null; active?: boolean | null; default?: boolean | null } } } }
responses: {
201: { headers: { [name: string]: unknown }; content: { "application/json": { brand: components["schemas"]["Brand"] } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
422: components["responses"]["Invalid"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Makes a role */
CreateCustomRole: {
parameters: { query?: never; header?: never; path?: never; cookie?: never }
requestBody: { content: { "application/json": { custom_role: { name?: string | null; description?: string | null; configuration?: { [key: string]: unknown } } } } }
responses: {
201: { headers: { [name: string]: unknown }; content: { "application/json": { custom_role: { id: number; url: string; name: string; description: string; role_type: number | null; created_at: string; updated_at: string; configuration: { [key: string]: unknown }; team_member_count: number } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
422: components["responses"]["Invalid"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Make a label of a status */
CreateCustomStatus: {
parameters: { query?: never; header?: never; path?: never; cookie?: never }
requestBody: { content: { "application/json": { custom_status: { status_category?: string | null; agent_label?: string | null; raw_agent_label?: string | null; end_user_label?: string | null; raw_end_user_label?: string | null; description?: string | null; raw_description?: string | null; end_user_description?: string | null; raw_end_user_description?: string | null; active?: boolean | null } } } }
responses: {
201: { headers: { [name: string]: unknown }; content: { "application/json": { custom_status: components["schemas"]["CustomStatus"] } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
422: components["responses"]["Invalid"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Begin the draft of a new ticket */
CreateDraft: {
parameters: { query?: never; header?: never; path?: never; cookie?: never }
requestBody: { content: { "application/json": { draft: { public?: boolean | null; body?: string | null; html_body?: string | null; email_ccs?: ({ user_id?: number | string | null; user_email?: string | null; user_name?: string | null; action?: "put" | "delete" | null })[] | null; followers?: ({ user_id?: number | string | null; user_email?: string | null; user_name?: string | null; action?: "put" | "delete" | null })[] | null; uploads?: (string)[] | null; ticket?: { macro_ids?: (number | string)[] | null; subject?: string | null; raw_subject?: string | null; status?: string | null; custom_status_id?: number | string | null; type?: string | null; kind?: string | null; resolution_code?: string | null; priority?: string | null; requester_id?: number | string | null; requester?: { name?: string | null; email?: string | null; id?: number | string | null } | null; submitter_id?: number | string | null; assignee_id?: number | string | null; assignee_email?: string | null; group_id?: number | string | null; organization_id?: number | string | null; brand_id?: number | string | null; ticket_form_id?: number | string | null; problem_id?: number | string | null; external_id?: string | number | null; recipient?: string | null; due_at?: string | null; next_update_at?: string | null; tags?: (string)[] | string | null; additional_tags?: (string)[] | string | null; remove_tags?: (string)[] | string | null; custom_fields?: ({ id: number | string; value?: unknown })[] | { [key: string]: unknown } | null; fields?: ({ id: number | string; value?: unknown })[] | { [key: string]: unknown } | null; collaborators?: (number | string | { name?: string | null; email?: string | null; id?: number | string | null })[] | null; additional_collaborators?: (number | string | { name?: string | null; email?: string | null; id?: number | string | null })[] | null; collaborator_ids?: (number | string)[] | null; email_cc_ids?: (number | string)[] | null; follower_ids?: (number | string)[] | null; metadata?: { [key: string]: unknown } | null; via_id?: number | string | null; via_followup_source_id?: number | string | null } | null; based_on?: { updated_stamp?: string | null; version?: number | null } | null; version?: number | null } } } }
responses: {
201: { headers: { [name: string]: unknown }; content: { "application/json": { draft: { url: string; id: number; user_id: number; ticket_id: number | null; written_on_ticket_id: number | null; public: boolean; body: string; html_body: string; email_ccs: ({ [key: string]: unknown })[]; followers: ({ [key: string]: unknown })[]; uploads: (string)[]; attachments: (components["schemas"]["Attachment"])[]; ticket: { [key: string]: unknown }; based_on: { [key: string]: unknown } | null; version: number; created_at: string; updated_at: string } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
422: components["responses"]["Invalid"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Write words of the desk, in one language or more */
CreateDynamicContent: {
parameters: { query?: never; header?: never; path?: never; cookie?: never }
requestBody: { content: { "application/json": { item: { name?: string | null; default_locale_id?: number | null; content?: string | null; variants?: ({ id?: number | null; locale_id?: number | null; content?: string | null; active?: boolean | null; default?: boolean | null })[] } } } }
responses: {
201: { headers: { [name: string]: unknown }; content: { "application/json": { item: { url: string; id: number; name: string; placeholder: string; default_locale_id: number; outdated: boolean; variants: ({ url: string; id: number; content: string; locale_id: number; outdated: boolean; active: boolean; default: boolean; created_at: string; updated_at: string })[]; created_at: string; updated_at: string } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
422: components["responses"]["Invalid"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Write words of the desk in another language */
CreateDynamicContentVariant: {
parameters: { query?: never; header?: never; path: { id: number }; cookie?: never }
requestBody: { content: { "application/json": { variant: { id?: number | null; locale_id?: number | null; content?: string | null; active?: boolean | null; default?: boolean | null } } } }
responses: {
201: { headers: { [name: string]: unknown }; content: { "application/json": { variant: { url: string; id: number; content: string; locale_id: number; outdated: boolean; active: boolean; default: boolean; created_at: string; updated_at: string } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
422: components["responses"]["Invalid"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Creates a group */
CreateGroup: {
parameters: { query?: never; header?: never; path?: never; cookie?: never }
requestBody: { content: { "application/json": { group: { name?: string | null; description?: string | null; is_public?: boolean | null; default?: boolean | null } } } }
responses: {
201: { headers: { [name: string]: unknown }; content: { "application/json": { group: components["schemas"]["Group"] } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
422: components["responses"]["Invalid"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Makes somebody a member of a group */
CreateGroupMembership: {
parameters: { query?: never; header?: never; path?: never; cookie?: never }
requestBody: { content: { "application/json": { group_membership: { user_id?: number | string | null; default?: boolean | null; group_id?: number | string | null; organization_id?: number | string | null; view_tickets?: boolean | null } } } }
responses: {
201: { headers: { [name: string]: unknown }; content: { "application/json": { group_membership: components["schemas"]["GroupMembership"] } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
422: components["responses"]["Invalid"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Creates a group SLA policy, behind the others unless it says its position */
CreateGroupSLAPolicy: {
parameters: { query?: never; header?: never; path?: never; cookie?: never }
requestBody: { content: { "application/json": { group_sla_policy: { title?: string | null; description?: string | null; position?: number | null; filter?: { all?: (unknown)[] | null; any?: (unknown)[] | null } | null; policy_metrics?: ({ priority?: string | null; metric?: string | null; target?: number | null; target_in_seconds?: number | null; business_hours?: boolean | null; commitment?: string | null })[] | null; schedule_id?: number | null; metrics_settings?: { first_reply_time?: { activate_on_ticket_created_for_end_user?: boolean | null; activate_on_agent_ticket_created_for_end_user_with_internal_note?: boolean | null; activate_on_light_agent_on_email_forward_ticket_from_end_user?: boolean | null; activate_on_agent_created_ticket_for_self?: boolean | null; fulfill_on_agent_internal_note?: boolean | null } | null; next_reply_time?: { fulfill_on_non_requesting_agent_internal_note_after_activation?: boolean | null; activate_on_end_user_added_internal_note?: boolean | null; activate_on_agent_requested_ticket_with_public_comment_or_internal_note?: boolean | null; activate_on_light_agent_internal_note?: boolean | null } | null; periodic_update_time?: { activate_on_agent_internal_note?: boolean | null } | null } | null } } } }
responses: {
201: { headers: { [name: string]: unknown }; content: { "application/json": { group_sla_policy: components["schemas"]["GroupSlaPolicy"] } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
422: components["responses"]["Invalid"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Adds a holiday to a schedule */
CreateHoliday: {
parameters: { query?: never; header?: never; path: { id: number }; cookie?: never }
requestBody: { content: { "application/json": { holiday: { name?: string | null; start_date?: string | null; end_date?: string | null; yearly?: boolean | null; closed?: { start_time: number; end_time: number } | null } } } }
responses: {
201: { headers: { [name: string]: unknown }; content: { "application/json": { holiday: components["schemas"]["Holiday"] } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
422: components["responses"]["Invalid"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Make a macro: for everybody, for groups, for a role, or for oneself */
CreateMacro: {
parameters: { query?: never; header?: never; path?: never; cookie?: never }
requestBody: { content: { "application/json": { macro: { title?: string | null; raw_title?: string | null; description?: string | null; active?: boolean | null; position?: number | null; actions?: unknown | null; attachments?: (number | string)[] | null; restriction?: null | { type?: null | string; id?: null | number | string; ids?: null | (number | string)[] }; owner_id?: number | string | null; approved?: boolean | null } } } }
responses: {
201: { headers: { [name: string]: unknown }; content: { "application/json": { macro: { url: string; id: number; title: string; raw_title: string; active: boolean; default: boolean; position: number; description: string | null; actions: ({ field: string; value: unknown })[]; restriction: null | { type: string; id: number; ids: (number)[] }; created_at: string; updated_at: string; owner_id: number | null; approved_by: number | null; approved_at: string | null; usage_1h?: number; usage_24h?: number; usage_7d?: number; usage_30d?: number; permissions?: { can_edit: boolean; can_delete: boolean }; edits?: { sent: number; edited: number; rate: number | null } } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
422: components["responses"]["Invalid"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Sets up a mailbox to fetch mail from */
CreateMailbox: {
parameters: { query?: never; header?: never; path?: never; cookie?: never }
requestBody: { content: { "application/json": { mailbox: { name?: string; address?: string; host?: string; port?: number; security?: "tls" | "starttls" | "none"; username?: string; password?: string; folder?: string; poll_seconds?: number; idle?: boolean; after?: "flag" | "move" | "delete"; move_to?: string | null; existing_mail?: "unseen" | "all" | "none"; authentication_host?: string | null; active?: boolean } } } }
responses: {
201: { headers: { [name: string]: unknown }; content: { "application/json": { mailbox: components["schemas"]["Mailbox"] } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
422: components["responses"]["Invalid"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Write words of the desk in several languages; all of them, or none */
CreateManyDynamicContentVariants: {
parameters: { query?: never; header?: never; path: { id: number }; cookie?: never }
requestBody: { content: { "application/json": { variants: ({ id?: number | null; locale_id?: number | null; content?: string | null; active?: boolean | null; default?: boolean | null })[] } } }
responses: {
201: { headers: { [name: string]: unknown }; content: { "application/json": { variants: ({ url: string; id: number; content: string; locale_id: number; outdated: boolean; active: boolean; default: boolean; created_at: string; updated_at: string })[] } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
422: components["responses"]["Invalid"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Makes up to 100 people members of groups */
CreateManyGroupMemberships: {
parameters: { query?: never; header?: never; path?: never; cookie?: never }
requestBody: { content: { "application/json": { group_memberships: ({ user_id?: number | string | null; default?: boolean | null; group_id?: number | string | null; organization_id?: number | string | null; view_tickets?: boolean | null })[] } } }
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { job_status: components["schemas"]["JobStatus"] } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
422: components["responses"]["Invalid"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Makes up to 100 people members of organizations */
CreateManyOrganizationMemberships: {
parameters: { query?: never; header?: never; path?: never; cookie?: never }
requestBody: { content: { "application/json": { organization_memberships: ({ user_id?: number | string | null; default?: boolean | null; group_id?: number | string | null; organization_id?: number | string | null; view_tickets?: boolean | null })[] } } }
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { job_status: components["schemas"]["JobStatus"] } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
422: components["responses"]["Invalid"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Creates up to 100 organizations */
CreateManyOrganizations: {
parameters: { query?: never; header?: never; path?: never; cookie?: never }
requestBody: { content: { "application/json": { organizations: ({ id?: number | string | null; name?: string | null; external_id?: string | number | null; shared_tickets?: boolean | null; shared_comments?: boolean | null; domain_names?: (string)[] | string | null; details?: string | null; notes?: string | null; group_id?: number | string | null; tags?: (string)[] | string | null; organization_fields?: { [key: string]: unknown } | null })[] } } }
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { job_status: components["schemas"]["JobStatus"] } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
422: components["responses"]["Invalid"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Make up to 100 tickets */
CreateManyTickets: {
parameters: { query?: never; header?: never; path?: never; cookie?: never }
requestBody: { content: { "application/json": { tickets: ({ macro_ids?: (number | string)[] | null; draft_id?: number | string | null; subject?: string | null; raw_subject?: string | null; description?: string | null; comment?: { body?: string | null; value?: string | null; html_body?: string | null; public?: boolean | null; author_id?: number | string | null; uploads?: (string)[] | string | null } | null; voice_comment?: { from?: string | null; to?: string | null; recording_url?: string | null; started_at?: string | null; call_duration?: number | string | null; answered_by_id?: number | string | null; location?: string | null; transcription_text?: string | null; author_id?: number | string | null; public?: boolean | null } | null; status?: string | null; custom_status_id?: number | string | null; type?: string | null; kind?: string | null; resolution_code?: string | null; priority?: string | null; requester_id?: number | string | null; requester?: { name?: string | null; email?: string | null; id?: number | string | null } | null; submitter_id?: number | string | null; assignee_id?: number | string | null; assignee_email?: string | null; group_id?: number | string | null; organization_id?: number | string | null; brand_id?: number | string | null; ticket_form_id?: number | string | null; problem_id?: number | string | null; external_id?: string | number | null; recipient?: string | null; due_at?: string | null; next_update_at?: string | null; tags?: (string)[] | string | null; additional_tags?: (string)[] | string | null; remove_tags?: (string)[] | string | null; custom_fields?: ({ id: number | string; value?: unknown })[] | { [key: string]: unknown } | null; fields?: ({ id: number | string; value?: unknown })[] | { [key: string]: unknown } | null; collaborators?: (number | string | { name?: string | null; email?: string | null; id?: number | string | null })[] | null; additional_collaborators?: (number | string | { name?: string | null; email?: string | null; id?: number | string | null })[] | null; collaborator_ids?: (number | string)[] | null; email_cc_ids?: (number | string)[] | null; follower_ids?: (number | string)[] | null; email_ccs?: ({ user_id?: number | string | null; user_email?: string | null; user_name?: string | null; action?: "put" | "delete" | null })[] | null; followers?: ({ user_id?: number | string | null; user_email?: string | null; user_name?: string | null; action?: "put" | "delete" | null })[] | null; metadata?: { [key: string]: unknown } | null; safe_update?: boolean | null; updated_stamp?: string | { updated_at?: string } | null; via_id?: number | string | null; via_followup_source_id?: number | string | null; undo_seconds?: number | null })[] } } }
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { job_status: components["schemas"]["JobStatus"] } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
422: components["responses"]["Invalid"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Creates up to 100 users */
CreateManyUsers: {
parameters: { query?: never; header?: never; path?: never; cookie?: never }
requestBody: { content: { "application/json": { users: ({ name?: string | null; email?: string | null; phone?: string | null; alias?: string | null; details?: string | null; notes?: string | null; signature?: string | null; external_id?: string | number | null; time_zone?: string | null; locale?: string | null; locale_id?: number | string | null; tags?: (string)[] | string | null; user_fields?: { [key: string]: unknown } | null; organization_id?: number | string | null; organization_ids?: (number | string)[] | null; organization?: { name?: string | null } | null; role?: string | null; custom_role_id?: number | string | null; verified?: boolean | null; skip_verify_email?: boolean | null; suspended?: boolean | null; ticket_restriction?: string | null; only_private_comments?: boolean | null; moderator?: boolean | null; password?: string | null; remote_photo_url?: string | null; photo?: { uploaded_data?: unknown } | null; identities?: ({ type: string; value: string })[] | null; id?: number | string | null })[] } } }
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { job_status: components["schemas"]["JobStatus"] } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
422: components["responses"]["Invalid"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Takes the answer of that page back to the client */
CreateOAuthAuthorization: {
parameters: { query?: never; header?: never; path?: never; cookie?: never }
requestBody: { content: { "application/json": { client_id?: string; redirect_uri?: string; response_type?: string; scope?: string; state?: string; code_challenge?: string; code_challenge_method?: string; decision?: string }; "application/x-www-form-urlencoded": { client_id?: string; redirect_uri?: string; response_type?: string; scope?: string; state?: string; code_challenge?: string; code_challenge_method?: string; decision?: string } } }
responses: {
200: { headers: { [name: string]: unknown }; content: { "text/html": string } }
303: { headers: { [name: string]: unknown }; content: { "text/html": string } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
422: components["responses"]["Invalid"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Registers an OAuth client; its secret is shown this once */
CreateOAuthClient: {
parameters: { query?: never; header?: never; path?: never; cookie?: never }
requestBody: { content: { "application/json": { client: { name?: string | null; identifier?: string | null; kind?: string | null; company?: string | null; description?: string | null; logo_url?: string | null; redirect_uri?: (string)[] | string | null; scopes?: (string)[] | null } } } }
responses: {
201: { headers: { [name: string]: unknown }; content: { "application/json": { client: { id: number; url: string; name: string; identifier: string; kind: string; company: string | null; description: string | null; logo_url: string | null; redirect_uri: (string)[]; scopes: (string)[]; user_id: number; global: boolean; secret: string | null; created_at: string; updated_at: string } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
422: components["responses"]["Invalid"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Changes up to 100 users, each the one with its external id or address, or creates them */
CreateOrUpdateManyUsers: {
parameters: { query?: never; header?: never; path?: never; cookie?: never }
requestBody: { content: { "application/json": { users: ({ name?: string | null; email?: string | null; phone?: string | null; alias?: string | null; details?: string | null; notes?: string | null; signature?: string | null; external_id?: string | number | null; time_zone?: string | null; locale?: string | null; locale_id?: number | string | null; tags?: (string)[] | string | null; user_fields?: { [key: string]: unknown } | null; organization_id?: number | string | null; organization_ids?: (number | string)[] | null; organization?: { name?: string | null } | null; role?: string | null; custom_role_id?: number | string | null; verified?: boolean | null; skip_verify_email?: boolean | null; suspended?: boolean | null; ticket_restriction?: string | null; only_private_comments?: boolean | null; moderator?: boolean | null; password?: string | null; remote_photo_url?: string | null; photo?: { uploaded_data?: unknown } | null; identities?: ({ type: string; value: string })[] | null; id?: number | string | null })[] } } }
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { job_status: components["schemas"]["JobStatus"] } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
422: components["responses"]["Invalid"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Changes the organization of that id or external id, or creates it */
CreateOrUpdateOrganization: {
parameters: { query?: never; header?: never; path?: never; cookie?: never }
requestBody: { content: { "application/json": { organization: { id?: number | string | null; name?: string | null; external_id?: string | number | null; shared_tickets?: boolean | null; shared_comments?: boolean | null; domain_names?: (string)[] | string | null; details?: string | null; notes?: string | null; group_id?: number | string | null; tags?: (string)[] | string | null; organization_fields?: { [key: string]: unknown } | null } } } }
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { organization: components["schemas"]["Organization"] } } }
201: { headers: { [name: string]: unknown }; content: { "application/json": { organization: components["schemas"]["Organization"] } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
422: components["responses"]["Invalid"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Adds an option to a custom field, or changes the one of that id */
CreateOrUpdateOrganizationFieldOption: {
parameters: { query?: never; header?: never; path: { id: string }; cookie?: never }
requestBody: { content: { "application/json": { custom_field_option: { id?: number | string | null; name?: string | null; value?: string | null } } } }
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { custom_field_option: { id: number; name: string; raw_name: string; value: string } } } }
201: { headers: { [name: string]: unknown }; content: { "application/json": { custom_field_option: { id: number; name: string; raw_name: string; value: string } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
422: components["responses"]["Invalid"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Changes the user with that external id or address, or creates one */
CreateOrUpdateUser: {
parameters: { query?: never; header?: never; path?: never; cookie?: never }
requestBody: { content: { "application/json": { user: { name?: string | null; email?: string | null; phone?: string | null; alias?: string | null; details?: string | null; notes?: string | null; signature?: string | null; external_id?: string | number | null; time_zone?: string | null; locale?: string | null; locale_id?: number | string | null; tags?: (string)[] | string | null; user_fields?: { [key: string]: unknown } | null; organization_id?: number | string | null; organization_ids?: (number | string)[] | null; organization?: { name?: string | null } | null; role?: string | null; custom_role_id?: number | string | null; verified?: boolean | null; skip_verify_email?: boolean | null; suspended?: boolean | null; ticket_restriction?: string | null; only_private_comments?: boolean | null; moderator?: boolean | null; password?: string | null; remote_photo_url?: string | null; photo?: { uploaded_data?: unknown } | null; identities?: ({ type: string; value: string })[] | null } }; "multipart/form-data": { user: { name?: string | null; email?: string | null; phone?: string | null; alias?: string | null; details?: string | null; notes?: string | null; signature?: string | null; external_id?: string | number | null; time_zone?: string | null; locale?: string | null; locale_id?: number | string | null; tags?: (string)[] | string | null; user_fields?: { [key: string]: unknown } | null; organization_id?: number | string | null; organization_ids?: (number | string)[] | null; organization?: { name?: string | null } | null; role?: string | null; custom_role_id?: number | string | null; verified?: boolean | null; skip_verify_email?: boolean | null; suspended?: boolean | null; ticket_restriction?: string | null; only_private_comments?: boolean | null; moderator?: boolean | null; password?: string | null; remote_photo_url?: string | null; photo?: { uploaded_data?: unknown } | null; identities?: ({ type: string; value: string })[] | null } } } }
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { user: components["schemas"]["User"] } } }
201: { headers: { [name: string]: unknown }; content: { "application/json": { user: components["schemas"]["User"] } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
422: components["responses"]["Invalid"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Adds an option to a custom field, or changes the one of that id */
CreateOrUpdateUserFieldOption: {
parameters: { query?: never; header?: never; path: { id: string }; cookie?: never }
requestBody: { content: { "application/json": { custom_field_option: { id?: number | string | null; name?: string | null; value?: string | null } } } }
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { custom_field_option: { id: number; name: string; raw_name: string; value: string } } } }
201: { headers: { [name: string]: unknown }; content: { "application/json": { custom_field_option: { id: number; name: string; raw_name: string; value: string } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
422: components["responses"]["Invalid"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Creates an organization */
CreateOrganization: {
parameters: { query?: never; header?: never; path?: never; cookie?: never }
requestBody: { content: { "application/json": { organization: { id?: number | string | null; name?: string | null; external_id?: string | number | null; shared_tickets?: boolean | null; shared_comments?: boolean | null; domain_names?: (string)[] | string | null; details?: string | null; notes?: string | null; group_id?: number | string | null; tags?: (string)[] | string | null; organization_fields?: { [key: string]: unknown } | null } } } }
responses: {
201: { headers: { [name: string]: unknown }; content: { "application/json": { organization: components["schemas"]["Organization"] } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
422: components["responses"]["Invalid"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Names a member of an organization as its contact, by id or e-mail address */
CreateOrganizationContact: {
parameters: { query?: never; header?: never; path: { id: number }; cookie?: never }
requestBody: { content: { "application/json": { organization_contact: { roles?: (string)[]; manages_contacts?: boolean | null; notes?: string | null; user_id?: number | string | null; email?: string | null } } } }
responses: {
201: { headers: { [name: string]: unknown }; content: { "application/json": { organization_contact: { id: number; url: string; organization_id: number; user_id: number; name: string; email: string | null; roles: (string)[]; manages_contacts: boolean; notes: string | null; created_at: string; updated_at: string } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
422: components["responses"]["Invalid"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Creates a custom field of organizations */
CreateOrganizationField: {
parameters: { query?: never; header?: never; path?: never; cookie?: never }
requestBody: { content: { "application/json": { organization_field: { key?: string | null; type?: string | null; title?: string | null; raw_title?: string | null; description?: string | null; raw_description?: string | null; position?: number | null; active?: boolean | null; regexp_for_validation?: string | null; tag?: string | null; custom_field_options?: ({ id?: number | string | null; name?: string | null; value?: string | null })[] | null } } } }
responses: {
201: { headers: { [name: string]: unknown }; content: { "application/json": { organization_field: { url: string; id: number; type: string; key: string; title: string; raw_title: string; description: string; raw_description: string; position: number; active: boolean; system: boolean; regexp_for_validation: string | null; created_at: string; updated_at: string; tag?: string | null; custom_field_options?: ({ id: number; name: string; raw_name: string; value: string })[] } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
422: components["responses"]["Invalid"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Makes somebody a member of a organization */
CreateOrganizationMembership: {
parameters: { query?: never; header?: never; path?: never; cookie?: never }
requestBody: { content: { "application/json": { organization_membership: { user_id?: number | string | null; default?: boolean | null; group_id?: number | string | null; organization_id?: number | string | null; view_tickets?: boolean | null } } } }
responses: {
201: { headers: { [name: string]: unknown }; content: { "application/json": { organization_membership: components["schemas"]["OrganizationMembership"] } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
422: components["responses"]["Invalid"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Lets an end user follow an organization that shares its tickets with them */
CreateOrganizationSubscription: {
parameters: { query?: never; header?: never; path?: never; cookie?: never }
requestBody: { content: { "application/json": { organization_subscription: { user_id?: number | string | null; organization_id?: number | string | null } } } }
responses: {
201: { headers: { [name: string]: unknown }; content: { "application/json": { organization_subscription: { id: number; url: string; user_id: number; organization_id: number; created_at: string } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
422: components["responses"]["Invalid"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Ask for a change of the policy, of one or many documents at once */
CreatePolicyChange: {
parameters: { query?: never; header?: never; path?: never; cookie?: never }
requestBody: { content: { "application/json": { policy_change: { title: string; reason?: string; edits: ({ kind: string; id?: number | string; op: "create" | "update" | "delete" | "reorder"; body?: { [key: string]: unknown } })[] } } } }
responses: {
201: { headers: { [name: string]: unknown }; content: { "application/json": { policy_change: { id: number; url: string; title: string; reason: string; state: string; author_id: number; base_version: number; edits: (unknown)[]; decided_by_id: number | null; decided_at: string | null; decision_reason: string | null; applied_by_id: number | null; applied_version: number | null; created_at: string; updated_at: string; diff: ({ kind: string; id: number; title: string; operation: string; differences: ({ field: string; change: string; from: unknown; to: unknown; text: string })[]; before: unknown; after: unknown })[]; lint: ({ kind: string; id: number; title: string; severity: string; message: string })[]; conflicts: ({ kind: string; id: number; title: string; versions: (number)[] })[]; policy_dry_run_ids: (number)[] } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
422: components["responses"]["Invalid"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Replay a span of history under a proposed policy */
CreatePolicyDryRun: {
parameters: { query?: never; header?: never; path?: never; cookie?: never }
requestBody: { content: { "application/json": { policy_dry_run: { edits?: ({ kind: string; id?: number | string; op: "create" | "update" | "delete" | "reorder"; body?: { [key: string]: unknown } })[]; policy_change_id?: number; from: string; to: string; sample_size?: number | null } } } }
responses: {
201: { headers: { [name: string]: unknown }; content: { "application/json": { policy_dry_run: { id: number; url: string; state: string; job_status_id: string; author_id: number; policy_change_id: number | null; base_version: number; from: string; to: string; sample_size: number | null; error: string | null; created_at: string; ended_at: string | null; report: { tickets: number; updates: number; differing: number; approximate: number; borrowed_facts: ({ fact: string; tickets: number })[]; kept_as_recorded: number; refused_by_both: number; redacted_comments: number; groups: ({ aspect: string; name: string; tickets: number; turns: ({ today: unknown; proposed: unknown; tickets: number })[]; samples: ({ ticket_id: number; url: string })[] })[] } | null; diff: ({ kind: string; id: number; title: string; operation: string; differences: ({ field: string; change: string; from: unknown; to: unknown; text: string })[]; before: unknown; after: unknown })[] } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
422: components["responses"]["Invalid"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Ask for help */
CreateRequest: {
parameters: { query?: never; header?: never; path?: never; cookie?: never }
requestBody: { content: { "application/json": { request: { subject?: string | null; description?: string | null; comment?: { body?: string | null; value?: string | null; html_body?: string | null; public?: boolean | null; author_id?: number | string | null; uploads?: (string)[] | string | null } | null; organization_id?: number | string | null; ticket_form_id?: number | string | null; recipient?: string | null; custom_fields?: ({ id: number | string; value?: unknown })[] | { [key: string]: unknown } | null; fields?: ({ id: number | string; value?: unknown })[] | { [key: string]: unknown } | null; collaborators?: (number | string | { name?: string | null; email?: string | null; id?: number | string | null })[] | null; additional_collaborators?: (number | string | { name?: string | null; email?: string | null; id?: number | string | null })[] | null; email_ccs?: ({ user_id?: number | string | null; user_email?: string | null; user_name?: string | null; action?: "put" | "delete" | null })[] | null; via_followup_source_id?: number | string | null; solved?: boolean | null } } } }
responses: {
201: { headers: { [name: string]: unknown }; content: { "application/json": { request: components["schemas"]["Request"] } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
422: components["responses"]["Invalid"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Make a resolution code */
CreateResolutionCode: {
parameters: { query?: never; header?: never; path?: never; cookie?: never }
requestBody: { content: { "application/json": { resolution_code: { code?: string | null; label?: string | null; description?: string | null; active?: boolean | null; position?: number | null; kinds?: (string)[] | null; ticket_form_ids?: (number)[] | null } } } }
responses: {
201: { headers: { [name: string]: unknown }; content: { "application/json": { resolution_code: { url: string; id: number; code: string; label: string; description: string | null; active: boolean; position: number; kinds: (string)[]; ticket_form_ids: (number)[]; created_at: string; updated_at: string } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
422: components["responses"]["Invalid"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Creates an SLA policy, behind the others unless it says its position */
CreateSLAPolicy: {
parameters: { query?: never; header?: never; path?: never; cookie?: never }
requestBody: { content: { "application/json": { sla_policy: { title?: string | null; description?: string | null; position?: number | null; filter?: { all?: (unknown)[] | null; any?: (unknown)[] | null } | null; policy_metrics?: ({ priority?: string | null; metric?: string | null; target?: number | null; target_in_seconds?: number | null; business_hours?: boolean | null; commitment?: string | null })[] | null; schedule_id?: number | null; metrics_settings?: { first_reply_time?: { activate_on_ticket_created_for_end_user?: boolean | null; activate_on_agent_ticket_created_for_end_user_with_internal_note?: boolean | null; activate_on_light_agent_on_email_forward_ticket_from_end_user?: boolean | null; activate_on_agent_created_ticket_for_self?: boolean | null; fulfill_on_agent_internal_note?: boolean | null } | null; next_reply_time?: { fulfill_on_non_requesting_agent_internal_note_after_activation?: boolean | null; activate_on_end_user_added_internal_note?: boolean | null; activate_on_agent_requested_ticket_with_public_comment_or_internal_note?: boolean | null; activate_on_light_agent_internal_note?: boolean | null } | null; periodic_update_time?: { activate_on_agent_internal_note?: boolean | null } | null } | null } } } }
responses: {
201: { headers: { [name: string]: unknown }; content: { "application/json": { sla_policy: components["schemas"]["SlaPolicy"] } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
422: components["responses"]["Invalid"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Creates a schedule, Monday to Friday from 9:00 to 17:00 unless it says its intervals */
CreateSchedule: {
parameters: { query?: never; header?: never; path?: never; cookie?: never }
requestBody: { content: { "application/json": { schedule: { name?: string | null; time_zone?: string | null; intervals?: ({ start_time: number; end_time: number })[]; exceptions?: ({ date: string; intervals: ({ start_time: number; end_time: number })[] })[] } } } }
responses: {
201: { headers: { [name: string]: unknown }; content: { "application/json": { schedule: components["schemas"]["Schedule"] } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
422: components["responses"]["Invalid"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Adds a support address */
CreateSupportAddress: {
parameters: { query?: never; header?: never; path?: never; cookie?: never }
requestBody: { content: { "application/json": { recipient_address: { name?: string | null; email?: string | null; brand_id?: number | string | null; default?: boolean | null } } } }
responses: {
201: { headers: { [name: string]: unknown }; content: { "application/json": { recipient_address: { id: number; url: string; brand_id: number; default: boolean; name: string; email: string; forwarding_status: string; spf_status: string; cname_status: string; domain_verification_status: string; domain_verification_code: string; created_at: string; updated_at: string } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
422: components["responses"]["Invalid"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Makes a target */
CreateTarget: {
parameters: { query?: never; header?: never; path?: never; cookie?: never }
requestBody: { content: { "application/json": { target: { title?: string; type?: string; active?: boolean; target_url?: string; method?: string; content_type?: string | null; username?: string | null; password?: string | null } } } }
responses: {
201: { headers: { [name: string]: unknown }; content: { "application/json": { target: { id: number; url: string; title: string; type: string; active: boolean; target_url: string; method: string; content_type: string | null; username: string | null; created_at: string } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
422: components["responses"]["Invalid"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Make a ticket */
CreateTicket: {
parameters: { query?: { async?: boolean }; header?: never; path?: never; cookie?: never }
requestBody: { content: { "application/json": { ticket: { macro_ids?: (number | string)[] | null; draft_id?: number | string | null; subject?: string | null; raw_subject?: string | null; description?: string | null; comment?: { body?: string | null; value?: string | null; html_body?: string | null; public?: boolean | null; author_id?: number | string | null; uploads?: (string)[] | string | null } | null; voice_comment?: { from?: string | null; to?: string | null; recording_url?: string | null; started_at?: string | null; call_duration?: number | string | null; answered_by_id?: number | string | null; location?: string | null; transcription_text?: string | null; author_id?: number | string | null; public?: boolean | null } | null; status?: string | null; custom_status_id?: number | string | null; type?: string | null; kind?: string | null; resolution_code?: string | null; priority?: string | null; requester_id?: number | string | null; requester?: { name?: string | null; email?: string | null; id?: number | string | null } | null; submitter_id?: number | string | null; assignee_id?: number | string | null; assignee_email?: string | null; group_id?: number | string | null; organization_id?: number | string | null; brand_id?: number | string | null; ticket_form_id?: number | string | null; problem_id?: number | string | null; external_id?: string | number | null; recipient?: string | null; due_at?: string | null; next_update_at?: string | null; tags?: (string)[] | string | null; additional_tags?: (string)[] | string | null; remove_tags?: (string)[] | string | null; custom_fields?: ({ id: number | string; value?: unknown })[] | { [key: string]: unknown } | null; fields?: ({ id: number | string; value?: unknown })[] | { [key: string]: unknown } | null; collaborators?: (number | string | { name?: string | null; email?: string | null; id?: number | string | null })[] | null; additional_collaborators?: (number | string | { name?: string | null; email?: string | null; id?: number | string | null })[] | null; collaborator_ids?: (number | string)[] | null; email_cc_ids?: (number | string)[] | null; follower_ids?: (number | string)[] | null; email_ccs?: ({ user_id?: number | string | null; user_email?: string | null; user_name?: string | null; action?: "put" | "delete" | null })[] | null; followers?: ({ user_id?: number | string | null; user_email?: string | null; user_name?: string | null; action?: "put" | "delete" | null })[] | null; metadata?: { [key: string]: unknown } | null; safe_update?: boolean | null; updated_stamp?: string | { updated_at?: string } | null; via_id?: number | string | null; via_followup_source_id?: number | string | null; undo_seconds?: number | null } } } }
responses: {
201: { headers: { [name: string]: unknown }; content: { "application/json": { ticket: components["schemas"]["Ticket"]; audit: components["schemas"]["Audit"] | null } } }
202: { headers: { [name: string]: unknown }; content: { "application/json": { ticket: { id: number }; job_status: components["schemas"]["JobStatus"] } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
422: components["responses"]["Invalid"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Make a custom field of tickets */
CreateTicketField: {
parameters: { query?: never; header?: never; path?: never; cookie?: never }
requestBody: { content: { "application/json": { ticket_field: { type?: string | null; title?: string | null; raw_title?: string | null; title_in_portal?: string | null; raw_title_in_portal?: string | null; description?: string | null; raw_description?: string | null; agent_description?: string | null; position?: number | null; active?: boolean | null; required?: boolean | null; collapsed_for_agents?: boolean | null; visible_in_portal?: boolean | null; editable_in_portal?: boolean | null; required_in_portal?: boolean | null; regexp_for_validation?: string | null; tag?: string | null; relationship_target_type?: string | null; custom_field_options?: ({ id?: number | string | null; name?: string | null; raw_name?: string | null; value?: string | null; default?: boolean | null })[] | null } } } }
responses: {
201: { headers: { [name: string]: unknown }; content: { "application/json": { ticket_field: components["schemas"]["TicketField"] } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
422: components["responses"]["Invalid"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Make a ticket form */
CreateTicketForm: {
parameters: { query?: never; header?: never; path?: never; cookie?: never }
requestBody: { content: { "application/json": { ticket_form: { name?: string | null; raw_name?: string | null; display_name?: string | null; raw_display_name?: string | null; end_user_visible?: boolean | null; active?: boolean | null; default?: boolean | null; position?: number | null; ticket_field_ids?: (number)[] | null; in_all_brands?: boolean | null; restricted_brand_ids?: (number)[] | null; agent_conditions?: ({ parent_field_id: number; parent_field_type?: string | null; value: string | boolean | null; child_fields: ({ id: number; is_required?: boolean | null; required_on_statuses?: { type: "SOME_STATUSES" | "ALL_STATUSES" | "NO_STATUSES"; statuses?: (string)[] | null } | null })[] })[] | null; end_user_conditions?: ({ parent_field_id: number; parent_field_type?: string | null; value: string | boolean | null; child_fields: ({ id: number; is_required?: boolean | null; required_on_statuses?: { type: "SOME_STATUSES" | "ALL_STATUSES" | "NO_STATUSES"; statuses?: (string)[] | null } | null })[] })[] | null; diagnostics?: ({ field_id?: number | null; value?: string | boolean | null; needs: ({ kind: "field" | "attachment" | "log"; title?: string | null; field_id?: number | null; file?: "any" | "image" | "log" | "archive" | null; log_type?: "hypothesis" | "attempt" | "environment" | "result" | null })[] })[] | null; requester_restriction?: { roles?: ("end_user" | "light_agent" | "agent" | "admin" | "owner")[] | null; organization_ids?: (number)[] | null; tags?: (string)[] | null } | null } } } }
responses: {
201: { headers: { [name: string]: unknown }; content: { "application/json": { ticket_form: components["schemas"]["TicketForm"] } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
422: components["responses"]["Invalid"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Let tickets of a form have these labels */
CreateTicketFormStatuses: {
parameters: { query?: never; header?: never; path: { id: number }; cookie?: never }
requestBody: { content: { "application/json": { ticket_form_status: { custom_status_id: number } | ({ custom_status_id: number })[] } } }
responses: {
201: { headers: { [name: string]: unknown }; content: { "application/json": { ticket_form_statuses: ({ id: string; ticket_form_id: number; custom_status_id: number })[] } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
422: components["responses"]["Invalid"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Make a trigger */
CreateTrigger: {
parameters: { query?: never; header?: never; path?: never; cookie?: never }
requestBody: { content: { "application/json": { trigger: { title?: string | null; raw_title?: string | null; active?: boolean | null; position?: number | null; conditions?: unknown; all?: unknown; any?: unknown; actions?: unknown; description?: string | null; category_id?: string | number | null } } } }
responses: {
201: { headers: { [name: string]: unknown }; content: { "application/json": { trigger: { url: string; id: number; title: string; raw_title: string; active: boolean; default: boolean; position: number; conditions: { all: ({ field: string; operator?: string; value?: unknown })[]; any: ({ field: string; operator?: string; value?: unknown })[] }; actions: ({ field: string; value: unknown })[]; created_at: string; updated_at: string; usage_1h?: number; usage_24h?: number; usage_7d?: number; usage_30d?: number; description: string | null; category_id: string } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
422: components["responses"]["Invalid"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Make a category of triggers */
CreateTriggerCategory: {
parameters: { query?: never; header?: never; path?: never; cookie?: never }
requestBody: { content: { "application/json": { trigger_category: { name?: string | null; position?: number | null } } } }
responses: {
201: { headers: { [name: string]: unknown }; content: { "application/json": { trigger_category: { id: string; name: string; position: number; created_at: string; updated_at: string; active_rules_count?: number; inactive_rules_count?: number } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
422: components["responses"]["Invalid"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Creates a user */
CreateUser: {
parameters: { query?: never; header?: never; path?: never; cookie?: never }
requestBody: { content: { "application/json": { user: { name?: string | null; email?: string | null; phone?: string | null; alias?: string | null; details?: string | null; notes?: string | null; signature?: string | null; external_id?: string | number | null; time_zone?: string | null; locale?: string | null; locale_id?: number | string | null; tags?: (string)[] | string | null; user_fields?: { [key: string]: unknown } | null; organization_id?: number | string | null; organization_ids?: (number | string)[] | null; organization?: { name?: string | null } | null; role?: string | null; custom_role_id?: number | string | null; verified?: boolean | null; skip_verify_email?: boolean | null; suspended?: boolean | null; ticket_restriction?: string | null; only_private_comments?: boolean | null; moderator?: boolean | null; password?: string | null; remote_photo_url?: string | null; photo?: { uploaded_data?: unknown } | null; identities?: ({ type: string; value: string })[] | null } }; "multipart/form-data": { user: { name?: string | null; email?: string | null; phone?: string | null; alias?: string | null; details?: string | null; notes?: string | null; signature?: string | null; external_id?: string | number | null; time_zone?: string | null; locale?: string | null; locale_id?: number | string | null; tags?: (string)[] | string | null; user_fields?: { [key: string]: unknown } | null; organization_id?: number | string | null; organization_ids?: (number | string)[] | null; organization?: { name?: string | null } | null; role?: string | null; custom_role_id?: number | string | null; verified?: boolean | null; skip_verify_email?: boolean | null; suspended?: boolean | null; ticket_restriction?: string | null; only_private_comments?: boolean | null; moderator?: boolean | null; password?: string | null; remote_photo_url?: string | null; photo?: { uploaded_data?: unknown } | null; identities?: ({ type: string; value: string })[] | null } } } }
responses: {
201: { headers: { [name: string]: unknown }; content: { "application/json": { user: components["schemas"]["User"] } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
422: components["responses"]["Invalid"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Say when one is not there; for managers, of anybody */
CreateUserAbsence: {
parameters: { query?: never; header?: never; path: { id: number }; cookie?: never }
requestBody: { content: { "application/json": { absence: { starts_at: string; ends_at: string; reason?: string | null } } } }
responses: {
201: { headers: { [name: string]: unknown }; content: { "application/json": { absence: { id: number; user_id: number; starts_at: string; ends_at: string; reason: string | null; created_at: string } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
422: components["responses"]["Invalid"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Creates a custom field of users */
CreateUserField: {
parameters: { query?: never; header?: never; path?: never; cookie?: never }
requestBody: { content: { "application/json": { user_field: { key?: string | null; type?: string | null; title?: string | null; raw_title?: string | null; description?: string | null; raw_description?: string | null; position?: number | null; active?: boolean | null; regexp_for_validation?: string | null; tag?: string | null; custom_field_options?: ({ id?: number | string | null; name?: string | null; value?: string | null })[] | null } } } }
responses: {
201: { headers: { [name: string]: unknown }; content: { "application/json": { user_field: { url: string; id: number; type: string; key: string; title: string; raw_title: string; description: string; raw_description: string; position: number; active: boolean; system: boolean; regexp_for_validation: string | null; created_at: string; updated_at: string; tag?: string | null; custom_field_options?: ({ id: number; name: string; raw_name: string; value: string })[] } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
422: components["responses"]["Invalid"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Makes a user a member of a group */
CreateUserGroupMembership: {
parameters: { query?: never; header?: never; path: { user_id: number }; cookie?: never }
requestBody: { content: { "application/json": { group_membership: { user_id?: number | string | null; default?: boolean | null; group_id?: number | string | null; organization_id?: number | string | null; view_tickets?: boolean | null } } } }
responses: {
201: { headers: { [name: string]: unknown }; content: { "application/json": { group_membership: components["schemas"]["GroupMembership"] } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
422: components["responses"]["Invalid"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Adds an address or account to a user */
CreateUserIdentity: {
parameters: { query?: never; header?: never; path: { user_id: number }; cookie?: never }
requestBody: { content: { "application/json": { identity: { type: string; value: string; verified?: boolean | null } } } }
responses: {
201: { headers: { [name: string]: unknown }; content: { "application/json": { identity: components["schemas"]["UserIdentity"] } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
422: components["responses"]["Invalid"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Makes a user a member of a organization */
CreateUserOrganizationMembership: {
parameters: { query?: never; header?: never; path: { user_id: number }; cookie?: never }
requestBody: { content: { "application/json": { organization_membership: { user_id?: number | string | null; default?: boolean | null; group_id?: number | string | null; organization_id?: number | string | null; view_tickets?: boolean | null } } } }
responses: {
201: { headers: { [name: string]: unknown }; content: { "application/json": { organization_membership: components["schemas"]["OrganizationMembership"] } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
422: components["responses"]["Invalid"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Make a view: for everybody, for groups, or for oneself */
CreateView: {
parameters: { query?: never; header?: never; path?: never; cookie?: never }
requestBody: { content: { "application/json": { view: { title?: string | null; raw_title?: string | null; description?: string | null; active?: boolean | null; position?: number | null; restriction?: null | { type?: null | string; id?: null | number | string; ids?: null | (number | string)[] }; all?: ({ [key: string]: unknown })[] | null; any?: ({ [key: string]: unknown })[] | null; conditions?: { all?: ({ [key: string]: unknown })[] | null; any?: ({ [key: string]: unknown })[] | null } | null; output?: { columns?: (string | number)[] | null; group_by?: string | number | null; group_order?: string | null; sort_by?: string | number | null; sort_order?: string | null } | null } } } }
responses: {
201: { headers: { [name: string]: unknown }; content: { "application/json": { view: { url: string; id: number; title: string; raw_title: string; active: boolean; default: boolean; position: number; description: string | null; created_at: string; updated_at: string; execution: { group_by: string | null; group_order: string; sort_by: string | null; sort_order: string; group: null | { id: string | number; title: string; order: string }; sort: null | { id: string | number; title: string; order: string }; columns: ({ id: string | number; title: string; filterable: boolean; sortable: boolean; type?: string; url?: string })[]; fields: ({ id: string | number; title: string; filterable: boolean; sortable: boolean; type?: string; url?: string })[]; custom_fields: ({ id: string | number; title: string; filterable: boolean; sortable: boolean; type?: string; url?: string })[] }; conditions: { all: ({ field: string; operator: string; value: unknown })[]; any: ({ field: string; operator: string; value: unknown })[] }; restriction: null | { type: string; id: number; ids: (number)[] }; usage_1h?: number; usage_24h?: number; usage_7d?: number; usage_30d?: number; permissions?: { can_edit: boolean; can_delete: boolean } } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
422: components["responses"]["Invalid"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Makes a webhook, or a copy of one */
CreateWebhook: {
parameters: { query?: { clone_webhook_id?: string }; header?: never; path?: never; cookie?: never }
requestBody: { content: { "application/json": { webhook?: { name?: string; description?: string | null; status?: "active" | "inactive"; subscriptions?: (string)[]; endpoint?: string; http_method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE"; request_format?: "json" | "xml" | "form_encoded"; authentication?: { type: "basic_auth" | "bearer_token" | "api_key"; add_position?: "header"; data?: { username?: string; password?: string; token?: string; name?: string; value?: string } } | null; custom_headers?: { [key: string]: string } | null } } } }
responses: {
201: { headers: { [name: string]: unknown }; content: { "application/json": { webhook: components["schemas"]["Webhook"] } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
422: components["responses"]["Invalid"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Remove a kind of skills with all its skills, from people and tickets too */
DeleteAttribute: {
parameters: { query?: never; header?: never; path: { attributeId: string }; cookie?: never }
requestBody?: never
responses: {
204: { headers: { [name: string]: unknown }; content?: never }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Remove a skill, from people and tickets too */
DeleteAttributeValue: {
parameters: { query?: never; header?: never; path: { attributeId: string; valueId: string }; cookie?: never }
requestBody?: never
responses: {
204: { headers: { [name: string]: unknown }; content?: never }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Delete one automation */
DeleteAutomation: {
parameters: { query?: never; header?: never; path: { id: number }; cookie?: never }
requestBody?: never
responses: {
204: { headers: { [name: string]: unknown }; content?: never }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Removes a brand; its addresses become those of the default brand */
DeleteBrand: {
parameters: { query?: never; header?: never; path: { id: number }; cookie?: never }
requestBody?: never
responses: {
204: { headers: { [name: string]: unknown }; content?: never }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Removes a role that nobody holds */
DeleteCustomRole: {
parameters: { query?: never; header?: never; path: { id: number }; cookie?: never }
requestBody?: never
responses: {
204: { headers: { [name: string]: unknown }; content?: never }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Throw one of one’s own drafts away */
DeleteDraft: {
parameters: { query?: { version?: number }; header?: never; path: { id: number }; cookie?: never }
requestBody?: never
responses: {
204: { headers: { [name: string]: unknown }; content?: never }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
409: { headers: { [name: string]: unknown }; content: { "application/json": { error: string; description: string; draft: { url: string; id: number; user_id: number; ticket_id: number | null; written_on_ticket_id: number | null; public: boolean; body: string; html_body: string; email_ccs: ({ [key: string]: unknown })[]; followers: ({ [key: string]: unknown })[]; uploads: (string)[]; attachments: (components["schemas"]["Attachment"])[]; ticket: { [key: string]: unknown }; based_on: { [key: string]: unknown } | null; version: number; created_at: string; updated_at: string } | null } } }
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Delete words of the desk that no rule uses */
DeleteDynamicContentItem: {
parameters: { query?: never; header?: never; path: { id: number }; cookie?: never }
requestBody?: never
responses: {
204: { headers: { [name: string]: unknown }; content?: never }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Delete words of the desk in a language that is not their default one */
DeleteDynamicContentVariant: {
parameters: { query?: never; header?: never; path: { id: number; variantId: number }; cookie?: never }
requestBody?: never
responses: {
204: { headers: { [name: string]: unknown }; content?: never }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Takes a group out of use */
DeleteGroup: {
parameters: { query?: never; header?: never; path: { id: number }; cookie?: never }
requestBody?: never
responses: {
204: { headers: { [name: string]: unknown }; content?: never }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Takes somebody out of a group */
DeleteGroupMembership: {
parameters: { query?: never; header?: never; path: { id: number }; cookie?: never }
requestBody?: never
responses: {
204: { headers: { [name: string]: unknown }; content?: never }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Deletes a group SLA policy; tickets follow at their next update */
DeleteGroupSLAPolicy: {
parameters: { query?: never; header?: never; path: { id: string }; cookie?: never }
requestBody?: never
responses: {
204: { headers: { [name: string]: unknown }; content?: never }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Takes a holiday off a schedule */
DeleteHoliday: {
parameters: { query?: never; header?: never; path: { id: number; holiday_id: number }; cookie?: never }
requestBody?: never
responses: {
204: { headers: { [name: string]: unknown }; content?: never }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Remove a macro */
DeleteMacro: {
parameters: { query?: never; header?: never; path: { id: number }; cookie?: never }
requestBody?: never
responses: {
204: { headers: { [name: string]: unknown }; content?: never }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Stops fetching from a mailbox; its messages stay */
DeleteMailbox: {
parameters: { query?: never; header?: never; path: { id: number }; cookie?: never }
requestBody?: never
responses: {
204: { headers: { [name: string]: unknown }; content?: never }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Remove several macros; unknown ones are passed over */
DeleteManyMacros: {
parameters: { query: { ids: string }; header?: never; path?: never; cookie?: never }
requestBody?: never
responses: {
204: { headers: { [name: string]: unknown }; content?: never }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Throws suspended mails away */
DeleteManySuspendedTickets: {
parameters: { query?: { ids?: string }; header?: never; path?: never; cookie?: never }
requestBody?: never
responses: {
204: { headers: { [name: string]: unknown }; content?: never }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Delete up to 100 tickets; they can be brought back */
DeleteManyTickets: {
parameters: { query?: { ids?: string }; header?: never; path?: never; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { job_status: components["schemas"]["JobStatus"] } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Removes an OAuth client, and with it every token it was given */
DeleteOAuthClient: {
parameters: { query?: never; header?: never; path: { id: number }; cookie?: never }
requestBody?: never
responses: {
204: { headers: { [name: string]: unknown }; content?: never }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Takes an organization out of use */
DeleteOrganization: {
parameters: { query?: never; header?: never; path: { id: number }; cookie?: never }
requestBody?: never
responses: {
204: { headers: { [name: string]: unknown }; content?: never }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Takes a contact off the list of an organization */
DeleteOrganizationContact: {
parameters: { query?: never; header?: never; path: { organization_id: number; id: number }; cookie?: never }
requestBody?: never
responses: {
204: { headers: { [name: string]: unknown }; content?: never }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Removes a custom field of organizations, and its values */
DeleteOrganizationField: {
parameters: { query?: never; header?: never; path: { id: string }; cookie?: never }
requestBody?: never
responses: {
204: { headers: { [name: string]: unknown }; content?: never }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Removes an option of a custom field */
DeleteOrganizationFieldOption: {
parameters: { query?: never; header?: never; path: { id: string; option_id: string }; cookie?: never }
requestBody?: never
responses: {
204: { headers: { [name: string]: unknown }; content?: never }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Takes somebody out of a organization */
DeleteOrganizationMembership: {
parameters: { query?: never; header?: never; path: { id: number }; cookie?: never }
requestBody?: never
responses: {
204: { headers: { [name: string]: unknown }; content?: never }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Ends that somebody follows an organization */
DeleteOrganizationSubscription: {
parameters: { query?: never; header?: never; path: { id: number }; cookie?: never }
requestBody?: never
responses: {
204: { headers: { [name: string]: unknown }; content?: never }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Remove a resolution code; tickets that were solved by it keep it */
DeleteResolutionCode: {
parameters: { query?: never; header?: never; path: { id: number }; cookie?: never }
requestBody?: never
responses: {
204: { headers: { [name: string]: unknown }; content?: never }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Deletes an SLA policy; tickets follow at their next update */
DeleteSLAPolicy: {
parameters: { query?: never; header?: never; path: { id: number }; cookie?: never }
requestBody?: never
responses: {
204: { headers: { [name: string]: unknown }; content?: never }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Deletes a schedule; it goes on serving the tickets that it was set on */
DeleteSchedule: {
parameters: { query?: never; header?: never; path: { id: number }; cookie?: never }
requestBody?: never
responses: {
204: { headers: { [name: string]: unknown }; content?: never }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Takes a support address away */
DeleteSupportAddress: {
parameters: { query?: never; header?: never; path: { id: number }; cookie?: never }
requestBody?: never
responses: {
204: { headers: { [name: string]: unknown }; content?: never }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Throws a suspended mail away */
DeleteSuspendedTicket: {
parameters: { query?: never; header?: never; path: { id: number }; cookie?: never }
requestBody?: never
responses: {
204: { headers: { [name: string]: unknown }; content?: never }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Deletes a target */
DeleteTarget: {
parameters: { query?: never; header?: never; path: { id: number }; cookie?: never }
requestBody?: never
responses: {
204: { headers: { [name: string]: unknown }; content?: never }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Delete a ticket; it can be brought back */
DeleteTicket: {
parameters: { query?: never; header?: never; path: { id: number }; cookie?: never }
requestBody?: never
responses: {
204: { headers: { [name: string]: unknown }; content?: never }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Throw one’s draft on a ticket away */
DeleteTicketDraft: {
parameters: { query?: { kind?: "public" | "internal"; version?: number }; header?: never; path: { id: number }; cookie?: never }
requestBody?: never
responses: {
204: { headers: { [name: string]: unknown }; content?: never }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
409: { headers: { [name: string]: unknown }; content: { "application/json": { error: string; description: string; draft: { url: string; id: number; user_id: number; ticket_id: number | null; written_on_ticket_id: number | null; public: boolean; body: string; html_body: string; email_ccs: ({ [key: string]: unknown })[]; followers: ({ [key: string]: unknown })[]; uploads: (string)[]; attachments: (components["schemas"]["Attachment"])[]; ticket: { [key: string]: unknown }; based_on: { [key: string]: unknown } | null; version: number; created_at: string; updated_at: string } | null } } }
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Remove a custom field of tickets */
DeleteTicketField: {
parameters: { query?: never; header?: never; path: { id: number }; cookie?: never }
requestBody?: never
responses: {
204: { headers: { [name: string]: unknown }; content?: never }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Remove an option of a field */
DeleteTicketFieldOption: {
parameters: { query?: never; header?: never; path: { id: number; optionId: number }; cookie?: never }
requestBody?: never
responses: {
204: { headers: { [name: string]: unknown }; content?: never }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Remove a ticket form */
DeleteTicketForm: {
parameters: { query?: never; header?: never; path: { id: number }; cookie?: never }
requestBody?: never
responses: {
204: { headers: { [name: string]: unknown }; content?: never }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Do not let tickets of a form have a label any more */
DeleteTicketFormStatus: {
parameters: { query?: never; header?: never; path: { id: number; statusId: number }; cookie?: never }
requestBody?: never
responses: {
204: { headers: { [name: string]: unknown }; content?: never }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Delete one trigger */
DeleteTrigger: {
parameters: { query?: never; header?: never; path: { id: number }; cookie?: never }
requestBody?: never
responses: {
204: { headers: { [name: string]: unknown }; content?: never }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Delete an empty category of triggers */
DeleteTriggerCategory: {
parameters: { query?: never; header?: never; path: { id: number }; cookie?: never }
requestBody?: never
responses: {
204: { headers: { [name: string]: unknown }; content?: never }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Take an upload back */
DeleteUpload: {
parameters: { query?: never; header?: never; path: { token: string }; cookie?: never }
requestBody?: never
responses: {
204: { headers: { [name: string]: unknown }; content?: never }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Deactivates a user and answers what remains */
DeleteUser: {
parameters: { query?: never; header?: never; path: { id: number }; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { user: components["schemas"]["User"] } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Take back an absence */
DeleteUserAbsence: {
parameters: { query?: never; header?: never; path: { id: number; absenceId: number }; cookie?: never }
requestBody?: never
responses: {
204: { headers: { [name: string]: unknown }; content?: never }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Removes a custom field of users, and its values */
DeleteUserField: {
parameters: { query?: never; header?: never; path: { id: string }; cookie?: never }
requestBody?: never
responses: {
204: { headers: { [name: string]: unknown }; content?: never }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Removes an option of a custom field */
DeleteUserFieldOption: {
parameters: { query?: never; header?: never; path: { id: string; option_id: string }; cookie?: never }
requestBody?: never
responses: {
204: { headers: { [name: string]: unknown }; content?: never }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Deletes a removed user for good, with all that they wrote; answers them as they were */
DeleteUserForGood: {
parameters: { query?: never; header?: never; path: { id: number }; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { deleted_user: components["schemas"]["User"] } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Takes a user out of a group */
DeleteUserGroupMembership: {
parameters: { query?: never; header?: never; path: { user_id: number; id: number }; cookie?: never }
requestBody?: never
responses: {
204: { headers: { [name: string]: unknown }; content?: never }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Removes an address or account of a user */
DeleteUserIdentity: {
parameters: { query?: never; header?: never; path: { user_id: number; id: number }; cookie?: never }
requestBody?: never
responses: {
204: { headers: { [name: string]: unknown }; content?: never }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Takes a user out of a organization */
DeleteUserOrganizationMembership: {
parameters: { query?: never; header?: never; path: { user_id: number; id: number }; cookie?: never }
requestBody?: never
responses: {
204: { headers: { [name: string]: unknown }; content?: never }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Takes the picture of a user away; everybody their own */
DeleteUserPhoto: {
parameters: { query?: never; header?: never; path: { id: number }; cookie?: never }
requestBody?: never
responses: {
204: { headers: { [name: string]: unknown }; content?: never }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Ends a session of a user at once */
DeleteUserSession: {
parameters: { query?: never; header?: never; path: { user_id: number; id: number }; cookie?: never }
requestBody?: never
responses: {
204: { headers: { [name: string]: unknown }; content?: never }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Ends all sessions of a user at once */
DeleteUserSessions: {
parameters: { query?: never; header?: never; path: { user_id: number }; cookie?: never }
requestBody?: never
responses: {
204: { headers: { [name: string]: unknown }; content?: never }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Remove a view */
DeleteView: {
parameters: { query?: never; header?: never; path: { id: number }; cookie?: never }
requestBody?: never
responses: {
204: { headers: { [name: string]: unknown }; content?: never }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Deletes a webhook, what waits for it and its history */
DeleteWebhook: {
parameters: { query?: never; header?: never; path: { id: string }; cookie?: never }
requestBody?: never
responses: {
204: { headers: { [name: string]: unknown }; content?: never }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Ends up to 100 memberships of groups */
DestroyManyGroupMemberships: {
parameters: { query?: { ids?: string }; header?: never; path?: never; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { job_status: components["schemas"]["JobStatus"] } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Ends up to 100 memberships of organizations */
DestroyManyOrganizationMemberships: {
parameters: { query?: { ids?: string }; header?: never; path?: never; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { job_status: components["schemas"]["JobStatus"] } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Removes up to 100 organizations */
DestroyManyOrganizations: {
parameters: { query?: { ids?: string; external_ids?: string }; header?: never; path?: never; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { job_status: components["schemas"]["JobStatus"] } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Removes up to 100 users */
DestroyManyUsers: {
parameters: { query?: { ids?: string; external_ids?: string }; header?: never; path?: never; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { job_status: components["schemas"]["JobStatus"] } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Remove several views; unknown ones are passed over */
DestroyManyViews: {
parameters: { query: { ids: string }; header?: never; path?: never; cookie?: never }
requestBody?: never
responses: {
204: { headers: { [name: string]: unknown }; content?: never }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Shows the language of the desk that suits a reader best */
DetectBestLocale: {
parameters: { query?: { available_locales?: string }; header?: never; path?: never; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { locale: { id: number; url: string; locale: string; name: string; native_name: string; presentation_name: string; rtl: boolean; default: boolean; created_at: string; updated_at: string } } } }
400: components["responses"]["BadRequest"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** The bytes of a file, for whoever holds the link of the last 24 hours */
DownloadAttachment: {
parameters: { query?: { name?: string }; header?: never; path: { token: string }; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": unknown } }
400: components["responses"]["BadRequest"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Words of the desk in each of their languages */
DynamicContentListVariants: {
parameters: { query?: { page?: number | string; per_page?: number | string; "page[size]"?: number | string; "page[after]"?: string; "page[before]"?: string; sort?: string; sort_by?: string; sort_order?: string }; header?: never; path: { id: number }; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { variants: ({ url: string; id: number; content: string; locale_id: number; outdated: boolean; active: boolean; default: boolean; created_at: string; updated_at: string })[]; count?: number; next_page?: string | null; previous_page?: string | null; meta?: { has_more: boolean; after_cursor: string | null; before_cursor: string | null }; links?: { prev: string | null; next: string | null } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** The rows of a view by its columns, with everything that they name */
ExecuteView: {
parameters: { query?: { page?: number | string; per_page?: number | string; "page[size]"?: number | string; "page[after]"?: string; "page[before]"?: string; sort?: string; sort_by?: string; sort_order?: string; include?: string; group_by?: string; group_order?: string }; header?: never; path: { id: number }; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { view?: { id: number; url: string }; columns: ({ id: string | number; title: string; filterable: boolean; sortable: boolean; type?: string; url?: string })[]; rows: ({ [key: string]: unknown })[]; users: ({ [key: string]: unknown })[]; groups: ({ [key: string]: unknown })[]; organizations: ({ [key: string]: unknown })[]; brands: ({ [key: string]: unknown })[]; ticket_forms: ({ [key: string]: unknown })[]; custom_statuses: ({ [key: string]: unknown })[]; count?: number; next_page?: string | null; previous_page?: string | null; meta?: { has_more: boolean; after_cursor: string | null; before_cursor: string | null }; links?: { prev: string | null; next: string | null } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Organizations that changed since a time */
ExportOrganizations: {
parameters: { query?: { start_time?: number | string; cursor?: string; per_page?: number | string; "page[size]"?: number | string; "page[after]"?: string; after_position?: number | string }; header?: never; path?: never; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { organizations: ({ id: number; url: string; name: string; shared_tickets: boolean; shared_comments: boolean; external_id: string | null; created_at: string; updated_at: string; domain_names: (string)[]; details: string | null; notes: string | null; group_id: number | null; tags: (string)[]; organization_fields: { [key: string]: boolean | number | (string)[] | string | null }; deleted_at: string | null })[]; count?: number; end_time?: number; next_page?: string | null; after_url?: string | null; after_cursor?: string | null; meta?: { has_more: boolean; after_cursor: string | null }; links?: { next: string | null }; end_of_stream: boolean } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Organizations that changed, by cursor */
ExportOrganizationsByCursor: {
parameters: { query?: { start_time?: number | string; cursor?: string; per_page?: number | string; "page[size]"?: number | string; "page[after]"?: string; after_position?: number | string }; header?: never; path?: never; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { organizations: ({ id: number; url: string; name: string; shared_tickets: boolean; shared_comments: boolean; external_id: string | null; created_at: string; updated_at: string; domain_names: (string)[]; details: string | null; notes: string | null; group_id: number | null; tags: (string)[]; organization_fields: { [key: string]: boolean | number | (string)[] | string | null }; deleted_at: string | null })[]; count?: number; end_time?: number; next_page?: string | null; after_url?: string | null; after_cursor?: string | null; meta?: { has_more: boolean; after_cursor: string | null }; links?: { next: string | null }; end_of_stream: boolean } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** All that a search finds of one kind, by cursor, the youngest first */
ExportSearch: {
parameters: { query?: { query?: string; "filter[type]"?: string; "page[size]"?: number | string; "page[after]"?: string }; header?: never; path?: never; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { results: ({ id: number; result_type: string; highlights?: { subject?: string; comment?: string }; [key: string]: unknown })[]; count_is_estimate?: boolean; users?: (components["schemas"]["User"])[]; groups?: (components["schemas"]["Group"])[]; organizations?: (components["schemas"]["Organization"])[]; last_audits?: (components["schemas"]["Audit"])[]; ticket_forms?: ({ [key: string]: unknown })[]; incident_counts?: ({ ticket_id: number; incident_count: number })[]; sharing_agreements?: ({ [key: string]: unknown })[]; count?: number; next_page?: string | null; previous_page?: string | null; meta?: { has_more: boolean; after_cursor: string | null; before_cursor: string | null }; links?: { prev: string | null; next: string | null } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** What happened to tickets since a time */
ExportTicketEvents: {
parameters: { query?: { start_time?: number | string; cursor?: string; per_page?: number | string; "page[size]"?: number | string; "page[after]"?: string; after_position?: number | string; include?: string; exclude_deleted?: boolean }; header?: never; path?: never; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { ticket_events: (components["schemas"]["TicketEvent"])[]; count?: number; end_time?: number; next_page?: string | null; after_url?: string | null; after_cursor?: string | null; meta?: { has_more: boolean; after_cursor: string | null }; links?: { next: string | null }; end_of_stream: boolean } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** What happened to tickets, by cursor */
ExportTicketEventsByCursor: {
parameters: { query?: { start_time?: number | string; cursor?: string; per_page?: number | string; "page[size]"?: number | string; "page[after]"?: string; after_position?: number | string; include?: string; exclude_deleted?: boolean }; header?: never; path?: never; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { ticket_events: (components["schemas"]["TicketEvent"])[]; count?: number; end_time?: number; next_page?: string | null; after_url?: string | null; after_cursor?: string | null; meta?: { has_more: boolean; after_cursor: string | null }; links?: { next: string | null }; end_of_stream: boolean } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** What happened to the clocks of tickets since a time */
ExportTicketMetricEvents: {
parameters: { query?: { start_time?: number | string; cursor?: string; per_page?: number | string; "page[size]"?: number | string; "page[after]"?: string; after_position?: number | string; exclude_deleted?: boolean; include_changes?: boolean }; header?: never; path?: never; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { ticket_metric_events: (components["schemas"]["TicketMetricEvent"])[]; count?: number; end_time?: number; next_page?: string | null; after_url?: string | null; after_cursor?: string | null; meta?: { has_more: boolean; after_cursor: string | null }; links?: { next: string | null }; end_of_stream: boolean } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Tickets that changed since a time */
ExportTickets: {
parameters: { query?: { start_time?: number | string; cursor?: string; per_page?: number | string; "page[size]"?: number | string; "page[after]"?: string; after_position?: number | string; include?: string; exclude_deleted?: boolean; support_type_scope?: string }; header?: never; path?: never; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { tickets: (components["schemas"]["Ticket"])[]; users?: (components["schemas"]["User"])[]; groups?: (components["schemas"]["Group"])[]; organizations?: (components["schemas"]["Organization"])[]; last_audits?: (components["schemas"]["Audit"])[]; ticket_forms?: ({ [key: string]: unknown })[]; incident_counts?: ({ ticket_id: number; incident_count: number })[]; sharing_agreements?: ({ [key: string]: unknown })[]; count?: number; end_time?: number; next_page?: string | null; after_url?: string | null; after_cursor?: string | null; meta?: { has_more: boolean; after_cursor: string | null }; links?: { next: string | null }; end_of_stream: boolean } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Tickets that changed, by cursor */
ExportTicketsByCursor: {
parameters: { query?: { start_time?: number | string; cursor?: string; per_page?: number | string; "page[size]"?: number | string; "page[after]"?: string; after_position?: number | string; include?: string; exclude_deleted?: boolean; support_type_scope?: string }; header?: never; path?: never; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { tickets: (components["schemas"]["Ticket"])[]; users?: (components["schemas"]["User"])[]; groups?: (components["schemas"]["Group"])[]; organizations?: (components["schemas"]["Organization"])[]; last_audits?: (components["schemas"]["Audit"])[]; ticket_forms?: ({ [key: string]: unknown })[]; incident_counts?: ({ ticket_id: number; incident_count: number })[]; sharing_agreements?: ({ [key: string]: unknown })[]; count?: number; end_time?: number; next_page?: string | null; after_url?: string | null; after_cursor?: string | null; meta?: { has_more: boolean; after_cursor: string | null }; links?: { next: string | null }; end_of_stream: boolean } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Users that changed since a time */
ExportUsers: {
parameters: { query?: { start_time?: number | string; cursor?: string; per_page?: number | string; "page[size]"?: number | string; "page[after]"?: string; after_position?: number | string; include?: string }; header?: never; path?: never; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { users: ({ id: number | null; url: string | null; name: string; email: string | null; created_at: string | null; updated_at: string | null; time_zone: string; iana_time_zone: string; phone: string | null; shared_phone_number: boolean | null; photo: unknown | null; locale_id: number; locale: string; organization_id: number | null; role: string; verified: boolean; external_id?: string | null; tags?: (string)[]; alias?: string | null; active?: boolean; shared?: boolean; shared_agent?: boolean; last_login_at?: string | null; two_factor_auth_enabled?: boolean | null; signature?: string | null; details?: string | null; notes?: string | null; role_type?: number | null; custom_role_id?: number | null; moderator?: boolean; ticket_restriction?: string | null; only_private_comments?: boolean; restricted_agent?: boolean; suspended?: boolean; default_group_id?: number | null; report_csv?: boolean; user_fields?: { [key: string]: boolean | number | (string)[] | string | null }; permanently_deleted: boolean })[]; organizations?: (components["schemas"]["Organization"])[]; groups?: (components["schemas"]["Group"])[]; identities?: (components["schemas"]["UserIdentity"])[]; count?: number; end_time?: number; next_page?: string | null; after_url?: string | null; after_cursor?: string | null; meta?: { has_more: boolean; after_cursor: string | null }; links?: { next: string | null }; end_of_stream: boolean } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Users that changed, by cursor */
ExportUsersByCursor: {
parameters: { query?: { start_time?: number | string; cursor?: string; per_page?: number | string; "page[size]"?: number | string; "page[after]"?: string; after_position?: number | string; include?: string }; header?: never; path?: never; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { users: ({ id: number | null; url: string | null; name: string; email: string | null; created_at: string | null; updated_at: string | null; time_zone: string; iana_time_zone: string; phone: string | null; shared_phone_number: boolean | null; photo: unknown | null; locale_id: number; locale: string; organization_id: number | null; role: string; verified: boolean; external_id?: string | null; tags?: (string)[]; alias?: string | null; active?: boolean; shared?: boolean; shared_agent?: boolean; last_login_at?: string | null; two_factor_auth_enabled?: boolean | null; signature?: string | null; details?: string | null; notes?: string | null; role_type?: number | null; custom_role_id?: number | null; moderator?: boolean; ticket_restriction?: string | null; only_private_comments?: boolean; restricted_agent?: boolean; suspended?: boolean; default_group_id?: number | null; report_csv?: boolean; user_fields?: { [key: string]: boolean | number | (string)[] | string | null }; permanently_deleted: boolean })[]; organizations?: (components["schemas"]["Organization"])[]; groups?: (components["schemas"]["Group"])[]; identities?: (components["schemas"]["UserIdentity"])[]; count?: number; end_time?: number; next_page?: string | null; after_url?: string | null; after_cursor?: string | null; meta?: { has_more: boolean; after_cursor: string | null }; links?: { next: string | null }; end_of_stream: boolean } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Where all rows of a view can be had as a file, at once */
ExportView: {
parameters: { query?: never; header?: never; path: { id: number }; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { export: { view_id: number; status: string; csv_url: string; jsonl_url: string } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** All rows of a view that the caller sees, as CSV */
ExportViewAsCSV: {
parameters: { query?: never; header?: never; path: { id: number }; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": string } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** All rows of a view that the caller sees, as JSONL */
ExportViewAsJSONL: {
parameters: { query?: never; header?: never; path: { id: number }; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": string } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Gives an OAuth client a new secret, shown this once; the old one is dead at once */
GenerateOAuthClientSecret: {
parameters: { query?: never; header?: never; path: { id: number }; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { client: { id: number; url: string; name: string; identifier: string; kind: string; company: string | null; description: string | null; logo_url: string | null; redirect_uri: (string)[]; scopes: (string)[]; user_id: number; global: boolean; secret: string | null; created_at: string; updated_at: string } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Gives an OAuth client its tokens, for a code, a refresh token, or its secret alone */
GrantOAuthTokens: {
parameters: { query?: never; header?: never; path?: never; cookie?: never }
requestBody: { content: { "application/json": { grant_type?: string; client_id?: string; client_secret?: string; scope?: string; code?: string; redirect_uri?: string; code_verifier?: string; refresh_token?: string; username?: string; password?: string; expires_in?: number | string; refresh_token_expires_in?: number | string }; "application/x-www-form-urlencoded": { grant_type?: string; client_id?: string; client_secret?: string; scope?: string; code?: string; redirect_uri?: string; code_verifier?: string; refresh_token?: string; username?: string; password?: string; expires_in?: number | string; refresh_token_expires_in?: number | string } } }
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { access_token: string; token_type: string; scope: string; expires_in: number; refresh_token?: string; refresh_token_expires_in?: number } } }
400: components["responses"]["BadRequest"]
401: { headers: { [name: string]: unknown }; content: { "application/json": { error: string; error_description: string } } }
422: components["responses"]["Invalid"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Give a ticket back to the tier below, with what they need to go on */
HandDownTicket: {
parameters: { query?: never; header?: never; path: { id: number }; cookie?: never }
requestBody: { content: { "application/json": { hand_down: { summary?: string | null; state?: string | null; next_step?: string | null; promised_at?: string | null; to_group_id?: number | null } } } }
responses: {
201: { headers: { [name: string]: unknown }; content: { "application/json": { hand_over: { id: number; author_id: number; created_at: string; summary: string | null; state: string | null; next_step: string | null; promised_at: string | null; from_user_id: number | null; to_user_id: number | null; to_group_id: number | null; keeps_owner: boolean }; audit: components["schemas"]["Audit"] | null } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
422: components["responses"]["Invalid"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Give a ticket to somebody else, with what they need to go on */
HandOverTicket: {
parameters: { query?: never; header?: never; path: { id: number }; cookie?: never }
requestBody: { content: { "application/json": { hand_over: { summary?: string | null; state?: string | null; next_step?: string | null; promised_at?: string | null; to_user_id?: number | null; to_group_id?: number | null; keeps_owner?: boolean } } } }
responses: {
201: { headers: { [name: string]: unknown }; content: { "application/json": { hand_over: { id: number; author_id: number; created_at: string; summary: string | null; state: string | null; next_step: string | null; promised_at: string | null; from_user_id: number | null; to_user_id: number | null; to_group_id: number | null; keeps_owner: boolean }; audit: components["schemas"]["Audit"] | null } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
422: components["responses"]["Invalid"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Give a ticket to the next tier, with what they need to go on */
HandUpTicket: {
parameters: { query?: never; header?: never; path: { id: number }; cookie?: never }
requestBody: { content: { "application/json": { hand_up: { summary?: string | null; state?: string | null; next_step?: string | null; promised_at?: string | null } } } }
responses: {
201: { headers: { [name: string]: unknown }; content: { "application/json": { hand_over: { id: number; author_id: number; created_at: string; summary: string | null; state: string | null; next_step: string | null; promised_at: string | null; from_user_id: number | null; to_user_id: number | null; to_group_id: number | null; keeps_owner: boolean }; audit: components["schemas"]["Audit"] | null } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
422: components["responses"]["Invalid"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Adds the all-day events of an iCalendar file (text/calendar) as holidays, and says what it left out */
ImportHolidays: {
parameters: { query?: { from?: string; to?: string }; header?: never; path: { id: number }; cookie?: never }
requestBody: { content: { "*/*": unknown } }
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { holidays: (components["schemas"]["Holiday"])[]; skipped: ({ line: number | null; name: string | null; start_date: string | null; reason: string })[] } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Import up to 100 tickets */
ImportManyTickets: {
parameters: { query?: { archive_immediately?: boolean }; header?: never; path?: never; cookie?: never }
requestBody: { content: { "application/json": { tickets: ({ macro_ids?: (number | string)[] | null; draft_id?: number | string | null; subject?: string | null; raw_subject?: string | null; description?: string | null; comment?: { body?: string | null; value?: string | null; html_body?: string | null; public?: boolean | null; author_id?: number | string | null; uploads?: (string)[] | string | null } | null; voice_comment?: { from?: string | null; to?: string | null; recording_url?: string | null; started_at?: string | null; call_duration?: number | string | null; answered_by_id?: number | string | null; location?: string | null; transcription_text?: string | null; author_id?: number | string | null; public?: boolean | null } | null; status?: string | null; custom_status_id?: number | string | null; type?: string | null; kind?: string | null; resolution_code?: string | null; priority?: string | null; requester_id?: number | string | null; requester?: { name?: string | null; email?: string | null; id?: number | string | null } | null; submitter_id?: number | string | null; assignee_id?: number | string | null; assignee_email?: string | null; group_id?: number | string | null; organization_id?: number | string | null; brand_id?: number | string | null; ticket_form_id?: number | string | null; problem_id?: number | string | null; external_id?: string | number | null; recipient?: string | null; due_at?: string | null; next_update_at?: string | null; tags?: (string)[] | string | null; additional_tags?: (string)[] | string | null; remove_tags?: (string)[] | string | null; custom_fields?: ({ id: number | string; value?: unknown })[] | { [key: string]: unknown } | null; fields?: ({ id: number | string; value?: unknown })[] | { [key: string]: unknown } | null; collaborators?: (number | string | { name?: string | null; email?: string | null; id?: number | string | null })[] | null; additional_collaborators?: (number | string | { name?: string | null; email?: string | null; id?: number | string | null })[] | null; collaborator_ids?: (number | string)[] | null; email_cc_ids?: (number | string)[] | null; follower_ids?: (number | string)[] | null; email_ccs?: ({ user_id?: number | string | null; user_email?: string | null; user_name?: string | null; action?: "put" | "delete" | null })[] | null; followers?: ({ user_id?: number | string | null; user_email?: string | null; user_name?: string | null; action?: "put" | "delete" | null })[] | null; metadata?: { [key: string]: unknown } | null; safe_update?: boolean | null; updated_stamp?: string | { updated_at?: string } | null; via_id?: number | string | null; via_followup_source_id?: number | string | null; undo_seconds?: number | null } & { comments?: ({ body?: string | null; value?: string | null; html_body?: string | null; public?: boolean | null; author_id?: number | string | null; uploads?: (string)[] | string | null } & { created_at?: string | null })[] | null; created_at?: string | null; updated_at?: string | null; solved_at?: string | null })[] } } }
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { job_status: components["schemas"]["JobStatus"] } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
422: components["responses"]["Invalid"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Make a ticket with its past: its comments and times as they were, and nobody told */
ImportTicket: {
parameters: { query?: { archive_immediately?: boolean }; header?: never; path?: never; cookie?: never }
requestBody: { content: { "application/json": { ticket: { macro_ids?: (number | string)[] | null; draft_id?: number | string | null; subject?: string | null; raw_subject?: string | null; description?: string | null; comment?: { body?: string | null; value?: string | null; html_body?: string | null; public?: boolean | null; author_id?: number | string | null; uploads?: (string)[] | string | null } | null; voice_comment?: { from?: string | null; to?: string | null; recording_url?: string | null; started_at?: string | null; call_duration?: number | string | null; answered_by_id?: number | string | null; location?: string | null; transcription_text?: string | null; author_id?: number | string | null; public?: boolean | null } | null; status?: string | null; custom_status_id?: number | string | null; type?: string | null; kind?: string | null; resolution_code?: string | null; priority?: string | null; requester_id?: number | string | null; requester?: { name?: string | null; email?: string | null; id?: number | string | null } | null; submitter_id?: number | string | null; assignee_id?: number | string | null; assignee_email?: string | null; group_id?: number | string | null; organization_id?: number | string | null; brand_id?: number | string | null; ticket_form_id?: number | string | null; problem_id?: number | string | null; external_id?: string | number | null; recipient?: string | null; due_at?: string | null; next_update_at?: string | null; tags?: (string)[] | string | null; additional_tags?: (string)[] | string | null; remove_tags?: (string)[] | string | null; custom_fields?: ({ id: number | string; value?: unknown })[] | { [key: string]: unknown } | null; fields?: ({ id: number | string; value?: unknown })[] | { [key: string]: unknown } | null; collaborators?: (number | string | { name?: string | null; email?: string | null; id?: number | string | null })[] | null; additional_collaborators?: (number | string | { name?: string | null; email?: string | null; id?: number | string | null })[] | null; collaborator_ids?: (number | string)[] | null; email_cc_ids?: (number | string)[] | null; follower_ids?: (number | string)[] | null; email_ccs?: ({ user_id?: number | string | null; user_email?: string | null; user_name?: string | null; action?: "put" | "delete" | null })[] | null; followers?: ({ user_id?: number | string | null; user_email?: string | null; user_name?: string | null; action?: "put" | "delete" | null })[] | null; metadata?: { [key: string]: unknown } | null; safe_update?: boolean | null; updated_stamp?: string | { updated_at?: string } | null; via_id?: number | string | null; via_followup_source_id?: number | string | null; undo_seconds?: number | null } & { comments?: ({ body?: string | null; value?: string | null; html_body?: string | null; public?: boolean | null; author_id?: number | string | null; uploads?: (string)[] | string | null } & { created_at?: string | null })[] | null; created_at?: string | null; updated_at?: string | null; solved_at?: string | null } } } }
responses: {
201: { headers: { [name: string]: unknown }; content: { "application/json": { ticket: components["schemas"]["Ticket"] } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
422: components["responses"]["Invalid"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Mails somebody without a password a link to choose one, good for 72 hours */
InviteUser: {
parameters: { query?: never; header?: never; path: { id: number }; cookie?: never }
requestBody?: never
responses: {
204: { headers: { [name: string]: unknown }; content?: never }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** The skills of somebody of the staff */
ListAGentAttributeValues: {
parameters: { query?: never; header?: never; path: { id: number }; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { attribute_values: ({ id: string; url: string; name: string; attribute_id: string; conditions: { all: (unknown)[]; any: (unknown)[] } | null; created_at: string; updated_at: string })[] } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** The kinds of skills that this desk has */
ListAccountAttributes: {
parameters: { query?: { page?: number | string; per_page?: number | string; "page[size]"?: number | string; "page[after]"?: string; "page[before]"?: string; sort?: string; sort_by?: string; sort_order?: string }; header?: never; path?: never; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { attributes: ({ id: string; url: string; name: string; created_at: string; updated_at: string })[]; count?: number; next_page?: string | null; previous_page?: string | null; meta?: { has_more: boolean; after_cursor: string | null; before_cursor: string | null }; links?: { prev: string | null; next: string | null } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Automations in use */
ListActiveAutomations: {
parameters: { query?: { page?: number | string; per_page?: number | string; "page[size]"?: number | string; "page[after]"?: string; "page[before]"?: string; sort?: string; sort_by?: string; sort_order?: string; active?: boolean; category?: string; category_id?: string; include?: string }; header?: never; path?: never; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { automations: ({ url: string; id: number; title: string; raw_title: string; active: boolean; default: boolean; position: number; conditions: { all: ({ field: string; operator?: string; value?: unknown })[]; any: ({ field: string; operator?: string; value?: unknown })[] }; actions: ({ field: string; value: unknown })[]; created_at: string; updated_at: string; usage_1h?: number; usage_24h?: number; usage_7d?: number; usage_30d?: number; once_per_ticket: boolean })[]; count?: number; next_page?: string | null; previous_page?: string | null; meta?: { has_more: boolean; after_cursor: string | null; before_cursor: string | null }; links?: { prev: string | null; next: string | null } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** The macros that are in use */
ListActiveMacros: {
parameters: { query?: { page?: number | string; per_page?: number | string; "page[size]"?: number | string; "page[after]"?: string; "page[before]"?: string; sort?: string; sort_by?: string; sort_order?: string; active?: boolean; category?: string; category_id?: string; include?: string; access?: string; group_id?: number }; header?: never; path?: never; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { macros: ({ url: string; id: number; title: string; raw_title: string; active: boolean; default: boolean; position: number; description: string | null; actions: ({ field: string; value: unknown })[]; restriction: null | { type: string; id: number; ids: (number)[] }; created_at: string; updated_at: string; owner_id: number | null; approved_by: number | null; approved_at: string | null; usage_1h?: number; usage_24h?: number; usage_7d?: number; usage_30d?: number; permissions?: { can_edit: boolean; can_delete: boolean }; edits?: { sent: number; edited: number; rate: number | null } })[]; count?: number; next_page?: string | null; previous_page?: string | null; meta?: { has_more: boolean; after_cursor: string | null; before_cursor: string | null }; links?: { prev: string | null; next: string | null } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Triggers in use */
ListActiveTriggers: {
parameters: { query?: { page?: number | string; per_page?: number | string; "page[size]"?: number | string; "page[after]"?: string; "page[before]"?: string; sort?: string; sort_by?: string; sort_order?: string; active?: boolean; category?: string; category_id?: string; include?: string }; header?: never; path?: never; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { triggers: ({ url: string; id: number; title: string; raw_title: string; active: boolean; default: boolean; position: number; conditions: { all: ({ field: string; operator?: string; value?: unknown })[]; any: ({ field: string; operator?: string; value?: unknown })[] }; actions: ({ field: string; value: unknown })[]; created_at: string; updated_at: string; usage_1h?: number; usage_24h?: number; usage_7d?: number; usage_30d?: number; description: string | null; category_id: string })[]; count?: number; next_page?: string | null; previous_page?: string | null; meta?: { has_more: boolean; after_cursor: string | null; before_cursor: string | null }; links?: { prev: string | null; next: string | null } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** The views that are in use */
ListActiveViews: {
parameters: { query?: { page?: number | string; per_page?: number | string; "page[size]"?: number | string; "page[after]"?: string; "page[before]"?: string; sort?: string; sort_by?: string; sort_order?: string; active?: boolean; category?: string; category_id?: string; include?: string; access?: string; group_id?: number }; header?: never; path?: never; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { views: ({ url: string; id: number; title: string; raw_title: string; active: boolean; default: boolean; position: number; description: string | null; created_at: string; updated_at: string; execution: { group_by: string | null; group_order: string; sort_by: string | null; sort_order: string; group: null | { id: string | number; title: string; order: string }; sort: null | { id: string | number; title: string; order: string }; columns: ({ id: string | number; title: string; filterable: boolean; sortable: boolean; type?: string; url?: string })[]; fields: ({ id: string | number; title: string; filterable: boolean; sortable: boolean; type?: string; url?: string })[]; custom_fields: ({ id: string | number; title: string; filterable: boolean; sortable: boolean; type?: string; url?: string })[] }; conditions: { all: ({ field: string; operator: string; value: unknown })[]; any: ({ field: string; operator: string; value: unknown })[] }; restriction: null | { type: string; id: number; ids: (number)[] }; usage_1h?: number; usage_24h?: number; usage_7d?: number; usage_30d?: number; permissions?: { can_edit: boolean; can_delete: boolean } })[]; lists: ({ key: string; title: string; url: string })[]; count?: number; next_page?: string | null; previous_page?: string | null; meta?: { has_more: boolean; after_cursor: string | null; before_cursor: string | null }; links?: { prev: string | null; next: string | null } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** What others did to the tickets of whoever asks, in the last thirty days */
ListActivities: {
parameters: { query?: { page?: number | string; per_page?: number | string; "page[size]"?: number | string; "page[after]"?: string; "page[before]"?: string; sort?: string; sort_by?: string; sort_order?: string; since?: string }; header?: never; path?: never; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { activities: (components["schemas"]["Activity"])[]; users: (unknown)[]; actors: (unknown)[]; count?: number; next_page?: string | null; previous_page?: string | null; meta?: { has_more: boolean; after_cursor: string | null; before_cursor: string | null }; links?: { prev: string | null; next: string | null } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Lists the languages that staff can work in */
ListAgentLocales: {
parameters: { query?: { page?: number | string; per_page?: number | string; "page[size]"?: number | string; "page[after]"?: string; "page[before]"?: string; sort?: string; sort_by?: string; sort_order?: string }; header?: never; path?: never; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { locales: ({ id: number; url: string; locale: string; name: string; native_name: string; presentation_name: string; rtl: boolean; default: boolean; created_at: string; updated_at: string })[]; count?: number; next_page?: string | null; previous_page?: string | null; meta?: { has_more: boolean; after_cursor: string | null; before_cursor: string | null }; links?: { prev: string | null; next: string | null } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** The audits of all tickets that the caller may see, newest first */
ListAllTicketAudits: {
parameters: { query?: { page?: number | string; per_page?: number | string; "page[size]"?: number | string; "page[after]"?: string; "page[before]"?: string; sort?: string; sort_by?: string; sort_order?: string; include?: string; "filter_events[]"?: string | (unknown)[]; limit?: number; cursor?: string }; header?: never; path?: never; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { audits: (components["schemas"]["Audit"])[]; users?: (components["schemas"]["User"])[]; groups?: (components["schemas"]["Group"])[]; organizations?: (components["schemas"]["Organization"])[]; tickets?: (components["schemas"]["Ticket"])[]; before_url?: string | null; after_url?: string | null; before_cursor?: string | null; after_cursor?: string | null; count?: number; next_page?: string | null; previous_page?: string | null; meta?: { has_more: boolean; after_cursor: string | null; before_cursor: string | null }; links?: { prev: string | null; next: string | null } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Lists one’s API tokens; administrators see everybody’s */
ListApiTokens: {
parameters: { query?: never; header?: never; path?: never; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { api_tokens: ({ id: number; url: string; user_id: number; description: string; scopes: (string)[]; allowed_ips: (string)[]; created_at: string; last_used_at: string | null; expires_at: string | null })[] } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Lists who belongs to which group and can be given tickets */
ListAssignableGroupMemberships: {
parameters: { query?: { page?: number | string; per_page?: number | string; "page[size]"?: number | string; "page[after]"?: string; "page[before]"?: string; sort?: string; sort_by?: string; sort_order?: string; include?: string }; header?: never; path?: never; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { group_memberships: (components["schemas"]["GroupMembership"])[]; users?: (components["schemas"]["User"])[]; groups?: (components["schemas"]["Group"])[]; count?: number; next_page?: string | null; previous_page?: string | null; meta?: { has_more: boolean; after_cursor: string | null; before_cursor: string | null }; links?: { prev: string | null; next: string | null } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Lists who belongs to one group and can be given tickets */
ListAssignableGroupMembershipsOfOne: {
parameters: { query?: { page?: number | string; per_page?: number | string; "page[size]"?: number | string; "page[after]"?: string; "page[before]"?: string; sort?: string; sort_by?: string; sort_order?: string; include?: string }; header?: never; path: { target_id: number }; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { group_memberships: (components["schemas"]["GroupMembership"])[]; users?: (components["schemas"]["User"])[]; groups?: (components["schemas"]["Group"])[]; count?: number; next_page?: string | null; previous_page?: string | null; meta?: { has_more: boolean; after_cursor: string | null; before_cursor: string | null }; links?: { prev: string | null; next: string | null } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Lists groups that tickets can be assigned to */
ListAssignableGroups: {
parameters: { query?: { page?: number | string; per_page?: number | string; "page[size]"?: number | string; "page[after]"?: string; "page[before]"?: string; sort?: string; sort_by?: string; sort_order?: string }; header?: never; path?: never; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { groups: (components["schemas"]["Group"])[]; count?: number; next_page?: string | null; previous_page?: string | null; meta?: { has_more: boolean; after_cursor: string | null; before_cursor: string | null }; links?: { prev: string | null; next: string | null } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Tickets assigned to a user */
ListAssignedTickets: {
parameters: { query?: { page?: number | string; per_page?: number | string; "page[size]"?: number | string; "page[after]"?: string; "page[before]"?: string; sort?: string; sort_by?: string; sort_order?: string; include?: string }; header?: never; path: { id: number }; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { tickets: (components["schemas"]["Ticket"])[]; users?: (components["schemas"]["User"])[]; groups?: (components["schemas"]["Group"])[]; organizations?: (components["schemas"]["Organization"])[]; last_audits?: (components["schemas"]["Audit"])[]; ticket_forms?: ({ [key: string]: unknown })[]; incident_counts?: ({ ticket_id: number; incident_count: number })[]; sharing_agreements?: ({ [key: string]: unknown })[]; count?: number; next_page?: string | null; previous_page?: string | null; meta?: { has_more: boolean; after_cursor: string | null; before_cursor: string | null }; links?: { prev: string | null; next: string | null } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** The skills of a kind */
ListAttributeValues: {
parameters: { query?: never; header?: never; path: { attributeId: string }; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { attribute_values: ({ id: string; url: string; name: string; attribute_id: string; conditions: { all: (unknown)[]; any: (unknown)[] } | null; created_at: string; updated_at: string })[] } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Lists what was done, the newest first */
ListAuditLogs: {
parameters: { query?: { page?: number | string; per_page?: number | string; "page[size]"?: number | string; "page[after]"?: string; "page[before]"?: string; sort?: string; sort_by?: string; sort_order?: string; "filter[source_type]"?: string; "filter[source_id]"?: string; "filter[actor_id]"?: string; "filter[ip_address]"?: string; "filter[action]"?: string; "filter[created_at]"?: (string)[] | string; "filter[created_at][]"?: (string)[] | string }; header?: never; path?: never; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { audit_logs: (components["schemas"]["AuditLog"])[]; count?: number; next_page?: string | null; previous_page?: string | null; meta?: { has_more: boolean; after_cursor: string | null; before_cursor: string | null }; links?: { prev: string | null; next: string | null } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** What automations may say on this desk */
ListAutomationActionConditionDefinitions: {
parameters: { query?: never; header?: never; path?: never; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { definitions: { actions: ({ title: string; subject: string; type: string; group: string; nullable: boolean; repeatable: boolean; operators: ({ value: string; title: string; terminal: boolean })[]; values: ({ value: string; title: string; enabled: boolean })[] })[]; conditions_all: ({ title: string; subject: string; type: string; group: string; nullable: boolean; repeatable: boolean; operators: ({ value: string; title: string; terminal: boolean })[]; values: ({ value: string; title: string; enabled: boolean })[] })[]; conditions_any: ({ title: string; subject: string; type: string; group: string; nullable: boolean; repeatable: boolean; operators: ({ value: string; title: string; terminal: boolean })[]; values: ({ value: string; title: string; enabled: boolean })[] })[] } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Automations in the order in which they run */
ListAutomations: {
parameters: { query?: { page?: number | string; per_page?: number | string; "page[size]"?: number | string; "page[after]"?: string; "page[before]"?: string; sort?: string; sort_by?: string; sort_order?: string; active?: boolean; category?: string; category_id?: string; include?: string }; header?: never; path?: never; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { automations: ({ url: string; id: number; title: string; raw_title: string; active: boolean; default: boolean; position: number; conditions: { all: ({ field: string; operator?: string; value?: unknown })[]; any: ({ field: string; operator?: string; value?: unknown })[] }; actions: ({ field: string; value: unknown })[]; created_at: string; updated_at: string; usage_1h?: number; usage_24h?: number; usage_7d?: number; usage_30d?: number; once_per_ticket: boolean })[]; count?: number; next_page?: string | null; previous_page?: string | null; meta?: { has_more: boolean; after_cursor: string | null; before_cursor: string | null }; links?: { prev: string | null; next: string | null } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Lists brands */
ListBrands: {
parameters: { query?: { page?: number | string; per_page?: number | string; "page[size]"?: number | string; "page[after]"?: string; "page[before]"?: string; sort?: string; sort_by?: string; sort_order?: string }; header?: never; path?: never; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { brands: (components["schemas"]["Brand"])[]; count?: number; next_page?: string | null; previous_page?: string | null; meta?: { has_more: boolean; after_cursor: string | null; before_cursor: string | null }; links?: { prev: string | null; next: string | null } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Requests that the caller is a CC of */
ListCcdRequests: {
parameters: { query?: { page?: number | string; per_page?: number | string; "page[size]"?: number | string; "page[after]"?: string; "page[before]"?: string; sort?: string; sort_by?: string; sort_order?: string; include?: string; status?: string }; header?: never; path?: never; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { requests: (components["schemas"]["Request"])[]; users?: ({ id: number; name: string; agent: boolean; organization_id: number | null })[]; count?: number; next_page?: string | null; previous_page?: string | null; meta?: { has_more: boolean; after_cursor: string | null; before_cursor: string | null }; links?: { prev: string | null; next: string | null } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Tickets on which a user is a CC */
ListCcdTickets: {
parameters: { query?: { page?: number | string; per_page?: number | string; "page[size]"?: number | string; "page[after]"?: string; "page[before]"?: string; sort?: string; sort_by?: string; sort_order?: string; include?: string }; header?: never; path: { id: number }; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { tickets: (components["schemas"]["Ticket"])[]; users?: (components["schemas"]["User"])[]; groups?: (components["schemas"]["Group"])[]; organizations?: (components["schemas"]["Organization"])[]; last_audits?: (components["schemas"]["Audit"])[]; ticket_forms?: ({ [key: string]: unknown })[]; incident_counts?: ({ ticket_id: number; incident_count: number })[]; sharing_agreements?: ({ [key: string]: unknown })[]; count?: number; next_page?: string | null; previous_page?: string | null; meta?: { has_more: boolean; after_cursor: string | null; before_cursor: string | null }; links?: { prev: string | null; next: string | null } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** The first 32 views in use */
ListCompactViews: {
parameters: { query?: never; header?: never; path?: never; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { views: ({ url: string; id: number; title: string; raw_title: string; active: boolean; default: boolean; position: number; description: string | null; created_at: string; updated_at: string; execution: { group_by: string | null; group_order: string; sort_by: string | null; sort_order: string; group: null | { id: string | number; title: string; order: string }; sort: null | { id: string | number; title: string; order: string }; columns: ({ id: string | number; title: string; filterable: boolean; sortable: boolean; type?: string; url?: string })[]; fields: ({ id: string | number; title: string; filterable: boolean; sortable: boolean; type?: string; url?: string })[]; custom_fields: ({ id: string | number; title: string; filterable: boolean; sortable: boolean; type?: string; url?: string })[] }; conditions: { all: ({ field: string; operator: string; value: unknown })[]; any: ({ field: string; operator: string; value: unknown })[] }; restriction: null | { type: string; id: number; ids: (number)[] }; usage_1h?: number; usage_24h?: number; usage_7d?: number; usage_30d?: number; permissions?: { can_edit: boolean; can_delete: boolean } })[]; lists: ({ key: string; title: string; url: string })[]; count?: number; next_page?: string | null; previous_page?: string | null; meta?: { has_more: boolean; after_cursor: string | null; before_cursor: string | null }; links?: { prev: string | null; next: string | null } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Tells how far the deletion of a user for good is */
ListComplianceDeletionStatuses: {
parameters: { query?: never; header?: never; path: { id: number }; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { compliance_deletion_statuses: ({ action: string; application: string; account_subdomain: string; executer_id: number | null; user_id: number; created_at: string })[] } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Lists the roles of staff */
ListCustomRoles: {
parameters: { query?: { page?: number | string; per_page?: number | string; "page[size]"?: number | string; "page[after]"?: string; "page[before]"?: string; sort?: string; sort_by?: string; sort_order?: string }; header?: never; path?: never; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { custom_roles: ({ id: number; url: string; name: string; description: string; role_type: number | null; created_at: string; updated_at: string; configuration: { [key: string]: unknown }; team_member_count: number })[]; count?: number; next_page?: string | null; previous_page?: string | null; meta?: { has_more: boolean; after_cursor: string | null; before_cursor: string | null }; links?: { prev: string | null; next: string | null } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** The labels that agents may give a status */
ListCustomStatuses: {
parameters: { query?: { active?: boolean; default?: boolean; status_categories?: string }; header?: never; path?: never; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { custom_statuses: (components["schemas"]["CustomStatus"])[] } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Deleted tickets that can be brought back, newest first */
ListDeletedTickets: {
parameters: { query?: { page?: number | string; per_page?: number | string; "page[size]"?: number | string; "page[after]"?: string; "page[before]"?: string; sort?: string; sort_by?: string; sort_order?: string }; header?: never; path?: never; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { deleted_tickets: ({ id: number; subject: string | null; description: string | null; actor: { id: number; name: string | null }; deleted_at: string; previous_state: string })[]; count?: number; next_page?: string | null; previous_page?: string | null; meta?: { has_more: boolean; after_cursor: string | null; before_cursor: string | null }; links?: { prev: string | null; next: string | null } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Lists users who were removed and can still be deleted for good */
ListDeletedUsers: {
parameters: { query?: { page?: number | string; per_page?: number | string; "page[size]"?: number | string; "page[after]"?: string; "page[before]"?: string; sort?: string; sort_by?: string; sort_order?: string }; header?: never; path?: never; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { deleted_users: (components["schemas"]["User"])[]; count?: number; next_page?: string | null; previous_page?: string | null; meta?: { has_more: boolean; after_cursor: string | null; before_cursor: string | null }; links?: { prev: string | null; next: string | null } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** One’s own drafts, the newest first */
ListDrafts: {
parameters: { query?: { page?: number | string; per_page?: number | string; "page[size]"?: number | string; "page[after]"?: string; "page[before]"?: string; sort?: string; sort_by?: string; sort_order?: string }; header?: never; path?: never; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { drafts: ({ url: string; id: number; user_id: number; ticket_id: number | null; written_on_ticket_id: number | null; public: boolean; body: string; html_body: string; email_ccs: ({ [key: string]: unknown })[]; followers: ({ [key: string]: unknown })[]; uploads: (string)[]; attachments: (components["schemas"]["Attachment"])[]; ticket: { [key: string]: unknown }; based_on: { [key: string]: unknown } | null; version: number; created_at: string; updated_at: string })[]; count?: number; next_page?: string | null; previous_page?: string | null; meta?: { has_more: boolean; after_cursor: string | null; before_cursor: string | null }; links?: { prev: string | null; next: string | null } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** The desk’s own words, in all their languages */
ListDynamicContents: {
parameters: { query?: { page?: number | string; per_page?: number | string; "page[size]"?: number | string; "page[after]"?: string; "page[before]"?: string; sort?: string; sort_by?: string; sort_order?: string }; header?: never; path?: never; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { items: ({ url: string; id: number; name: string; placeholder: string; default_locale_id: number; outdated: boolean; variants: ({ url: string; id: number; content: string; locale_id: number; outdated: boolean; active: boolean; default: boolean; created_at: string; updated_at: string })[]; created_at: string; updated_at: string })[]; count?: number; next_page?: string | null; previous_page?: string | null; meta?: { has_more: boolean; after_cursor: string | null; before_cursor: string | null }; links?: { prev: string | null; next: string | null } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Lists who belongs to which group */
ListGroupMemberships: {
parameters: { query?: { page?: number | string; per_page?: number | string; "page[size]"?: number | string; "page[after]"?: string; "page[before]"?: string; sort?: string; sort_by?: string; sort_order?: string; include?: string }; header?: never; path?: never; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { group_memberships: (components["schemas"]["GroupMembership"])[]; users?: (components["schemas"]["User"])[]; groups?: (components["schemas"]["Group"])[]; count?: number; next_page?: string | null; previous_page?: string | null; meta?: { has_more: boolean; after_cursor: string | null; before_cursor: string | null }; links?: { prev: string | null; next: string | null } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Lists who belongs to one group */
ListGroupMembershipsOfOne: {
parameters: { query?: { page?: number | string; per_page?: number | string; "page[size]"?: number | string; "page[after]"?: string; "page[before]"?: string; sort?: string; sort_by?: string; sort_order?: string; include?: string }; header?: never; path: { target_id: number }; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { group_memberships: (components["schemas"]["GroupMembership"])[]; users?: (components["schemas"]["User"])[]; groups?: (components["schemas"]["Group"])[]; count?: number; next_page?: string | null; previous_page?: string | null; meta?: { has_more: boolean; after_cursor: string | null; before_cursor: string | null }; links?: { prev: string | null; next: string | null } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Lists group SLA policies in the order in which they are tried */
ListGroupSLAPolicies: {
parameters: { query?: { page?: number | string; per_page?: number | string; "page[size]"?: number | string; "page[after]"?: string; "page[before]"?: string; sort?: string; sort_by?: string; sort_order?: string }; header?: never; path?: never; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { group_sla_policies: (components["schemas"]["GroupSlaPolicy"])[]; count?: number; next_page?: string | null; previous_page?: string | null; meta?: { has_more: boolean; after_cursor: string | null; before_cursor: string | null }; links?: { prev: string | null; next: string | null } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Lists the members of a group */
ListGroupUsers: {
parameters: { query?: { page?: number | string; per_page?: number | string; "page[size]"?: number | string; "page[after]"?: string; "page[before]"?: string; sort?: string; sort_by?: string; sort_order?: string }; header?: never; path: { id: number }; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { users: (components["schemas"]["User"])[]; count?: number; next_page?: string | null; previous_page?: string | null; meta?: { has_more: boolean; after_cursor: string | null; before_cursor: string | null }; links?: { prev: string | null; next: string | null } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Lists groups */
ListGroups: {
parameters: { query?: { page?: number | string; per_page?: number | string; "page[size]"?: number | string; "page[after]"?: string; "page[before]"?: string; sort?: string; sort_by?: string; sort_order?: string }; header?: never; path?: never; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { groups: (components["schemas"]["Group"])[]; count?: number; next_page?: string | null; previous_page?: string | null; meta?: { has_more: boolean; after_cursor: string | null; before_cursor: string | null }; links?: { prev: string | null; next: string | null } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Lists the holidays of a schedule */
ListHolidays: {
parameters: { query?: { page?: number | string; per_page?: number | string; "page[size]"?: number | string; "page[after]"?: string; "page[before]"?: string; sort?: string; sort_by?: string; sort_order?: string }; header?: never; path: { id: number }; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { holidays: (components["schemas"]["Holiday"])[]; count?: number; next_page?: string | null; previous_page?: string | null; meta?: { has_more: boolean; after_cursor: string | null; before_cursor: string | null }; links?: { prev: string | null; next: string | null } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Bulk jobs that the caller started, newest first */
ListJobStatuses: {
parameters: { query?: { page?: number | string; per_page?: number | string; "page[size]"?: number | string; "page[after]"?: string; "page[before]"?: string; sort?: string; sort_by?: string; sort_order?: string }; header?: never; path?: never; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { job_statuses: (components["schemas"]["JobStatus"])[]; count?: number; next_page?: string | null; previous_page?: string | null; meta?: { has_more: boolean; after_cursor: string | null; before_cursor: string | null }; links?: { prev: string | null; next: string | null } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Lists the languages that the desk is in */
ListLocales: {
parameters: { query?: { page?: number | string; per_page?: number | string; "page[size]"?: number | string; "page[after]"?: string; "page[before]"?: string; sort?: string; sort_by?: string; sort_order?: string }; header?: never; path?: never; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { locales: ({ id: number; url: string; locale: string; name: string; native_name: string; presentation_name: string; rtl: boolean; default: boolean; created_at: string; updated_at: string })[]; count?: number; next_page?: string | null; previous_page?: string | null; meta?: { has_more: boolean; after_cursor: string | null; before_cursor: string | null }; links?: { prev: string | null; next: string | null } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** What macros can do on this desk */
ListMacroActions: {
parameters: { query?: never; header?: never; path?: never; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { actions: ({ [key: string]: unknown })[] } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** The files of a macro */
ListMacroAttachments: {
parameters: { query?: never; header?: never; path: { id: number }; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { macro_attachments: ({ id: number; filename: string; content_type: string; content_url: string; size: number; created_at: string })[]; count: number } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** The folders of the macros in use: what stands before `::` in their titles */
ListMacroCategories: {
parameters: { query?: never; header?: never; path?: never; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { categories: (string)[]; count: number } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Shared and personal macros of the caller, by position */
ListMacros: {
parameters: { query?: { page?: number | string; per_page?: number | string; "page[size]"?: number | string; "page[after]"?: string; "page[before]"?: string; sort?: string; sort_by?: string; sort_order?: string; active?: boolean; category?: string; category_id?: string; include?: string; access?: string; group_id?: number }; header?: never; path?: never; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { macros: ({ url: string; id: number; title: string; raw_title: string; active: boolean; default: boolean; position: number; description: string | null; actions: ({ field: string; value: unknown })[]; restriction: null | { type: string; id: number; ids: (number)[] }; created_at: string; updated_at: string; owner_id: number | null; approved_by: number | null; approved_at: string | null; usage_1h?: number; usage_24h?: number; usage_7d?: number; usage_30d?: number; permissions?: { can_edit: boolean; can_delete: boolean }; edits?: { sent: number; edited: number; rate: number | null } })[]; count?: number; next_page?: string | null; previous_page?: string | null; meta?: { has_more: boolean; after_cursor: string | null; before_cursor: string | null }; links?: { prev: string | null; next: string | null } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** What macros can do on this desk, as forms offer it */
ListMacrosActionDefinitions: {
parameters: { query?: never; header?: never; path?: never; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { definitions: { actions: ({ [key: string]: unknown })[] } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Lists the mailboxes that mail is fetched from */
ListMailboxes: {
parameters: { query?: { page?: number | string; per_page?: number | string; "page[size]"?: number | string; "page[after]"?: string; "page[before]"?: string; sort?: string; sort_by?: string; sort_order?: string }; header?: never; path?: never; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { mailboxes: (components["schemas"]["Mailbox"])[]; count?: number; next_page?: string | null; previous_page?: string | null; meta?: { has_more: boolean; after_cursor: string | null; before_cursor: string | null }; links?: { prev: string | null; next: string | null } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Lists the OAuth clients of the desk */
ListOAuthClients: {
parameters: { query?: { page?: number | string; per_page?: number | string; "page[size]"?: number | string; "page[after]"?: string; "page[before]"?: string; sort?: string; sort_by?: string; sort_order?: string }; header?: never; path?: never; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { clients: ({ id: number; url: string; name: string; identifier: string; kind: string; company: string | null; description: string | null; logo_url: string | null; redirect_uri: (string)[]; scopes: (string)[]; user_id: number; global: boolean; secret: string | null; created_at: string; updated_at: string })[]; count?: number; next_page?: string | null; previous_page?: string | null; meta?: { has_more: boolean; after_cursor: string | null; before_cursor: string | null }; links?: { prev: string | null; next: string | null } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Lists the tokens that OAuth clients hold for oneself; for administrators everybody’s */
ListOAuthTokens: {
parameters: { query?: { page?: number | string; per_page?: number | string; "page[size]"?: number | string; "page[after]"?: string; "page[before]"?: string; sort?: string; sort_by?: string; sort_order?: string; client_id?: number }; header?: never; path?: never; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { tokens: ({ id: number; url: string; user_id: number; client_id: number; scopes: (string)[]; created_at: string; used_at: string | null; expires_at: string | null })[]; count?: number; next_page?: string | null; previous_page?: string | null; meta?: { has_more: boolean; after_cursor: string | null; before_cursor: string | null }; links?: { prev: string | null; next: string | null } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** What the caller asked for and is under way */
ListOpenRequests: {
parameters: { query?: { page?: number | string; per_page?: number | string; "page[size]"?: number | string; "page[after]"?: string; "page[before]"?: string; sort?: string; sort_by?: string; sort_order?: string; include?: string; status?: string }; header?: never; path?: never; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { requests: (components["schemas"]["Request"])[]; users?: ({ id: number; name: string; agent: boolean; organization_id: number | null })[]; count?: number; next_page?: string | null; previous_page?: string | null; meta?: { has_more: boolean; after_cursor: string | null; before_cursor: string | null }; links?: { prev: string | null; next: string | null } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Lists the named contacts of an organization, and what its contract says of them */
ListOrganizationContacts: {
parameters: { query?: { page?: number | string; per_page?: number | string; "page[size]"?: number | string; "page[after]"?: string; "page[before]"?: string; sort?: string; sort_by?: string; sort_order?: string }; header?: never; path: { id: number }; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { organization_contacts: ({ id: number; url: string; organization_id: number; user_id: number; name: string; email: string | null; roles: (string)[]; manages_contacts: boolean; notes: string | null; created_at: string; updated_at: string })[]; contact_terms: { contact_limit: number; contacts_blocked_because: string | null }; count?: number; next_page?: string | null; previous_page?: string | null; meta?: { has_more: boolean; after_cursor: string | null; before_cursor: string | null }; links?: { prev: string | null; next: string | null } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Lists the options of a custom field */
ListOrganizationFieldOptions: {
parameters: { query?: { page?: number | string; per_page?: number | string; "page[size]"?: number | string; "page[after]"?: string; "page[before]"?: string; sort?: string; sort_by?: string; sort_order?: string }; header?: never; path: { id: string }; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { custom_field_options: ({ id: number; name: string; raw_name: string; value: string })[]; count?: number; next_page?: string | null; previous_page?: string | null; meta?: { has_more: boolean; after_cursor: string | null; before_cursor: string | null }; links?: { prev: string | null; next: string | null } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Lists the custom fields of organizations, by position */
ListOrganizationFields: {
parameters: { query?: { page?: number | string; per_page?: number | string; "page[size]"?: number | string; "page[after]"?: string; "page[before]"?: string; sort?: string; sort_by?: string; sort_order?: string }; header?: never; path?: never; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { organization_fields: ({ url: string; id: number; type: string; key: string; title: string; raw_title: string; description: string; raw_description: string; position: number; active: boolean; system: boolean; regexp_for_validation: string | null; created_at: string; updated_at: string; tag?: string | null; custom_field_options?: ({ id: number; name: string; raw_name: string; value: string })[] })[]; count?: number; next_page?: string | null; previous_page?: string | null; meta?: { has_more: boolean; after_cursor: string | null; before_cursor: string | null }; links?: { prev: string | null; next: string | null } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Lists who belongs to which organization */
ListOrganizationMemberships: {
parameters: { query?: { page?: number | string; per_page?: number | string; "page[size]"?: number | string; "page[after]"?: string; "page[before]"?: string; sort?: string; sort_by?: string; sort_order?: string; include?: string }; header?: never; path?: never; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { organization_memberships: (components["schemas"]["OrganizationMembership"])[]; users?: (components["schemas"]["User"])[]; organizations?: (components["schemas"]["Organization"])[]; count?: number; next_page?: string | null; previous_page?: string | null; meta?: { has_more: boolean; after_cursor: string | null; before_cursor: string | null }; links?: { prev: string | null; next: string | null } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Lists who belongs to one organization */
ListOrganizationMembershipsOfOne: {
parameters: { query?: { page?: number | string; per_page?: number | string; "page[size]"?: number | string; "page[after]"?: string; "page[before]"?: string; sort?: string; sort_by?: string; sort_order?: string; include?: string }; header?: never; path: { target_id: number }; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { organization_memberships: (components["schemas"]["OrganizationMembership"])[]; users?: (components["schemas"]["User"])[]; organizations?: (components["schemas"]["Organization"])[]; count?: number; next_page?: string | null; previous_page?: string | null; meta?: { has_more: boolean; after_cursor: string | null; before_cursor: string | null }; links?: { prev: string | null; next: string | null } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Lists the organizations that an organization has taken in, newest first */
ListOrganizationMerges: {
parameters: { query?: never; header?: never; path: { id: number }; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { organization_merges: ({ id: string; url: string; loser_id: number; winner_id: number; status: string })[] } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Lists who follows which organization; end users see their own */
ListOrganizationSubscriptions: {
parameters: { query?: { page?: number | string; per_page?: number | string; "page[size]"?: number | string; "page[after]"?: string; "page[before]"?: string; sort?: string; sort_by?: string; sort_order?: string }; header?: never; path?: never; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { organization_subscriptions: ({ id: number; url: string; user_id: number; organization_id: number; created_at: string })[]; count?: number; next_page?: string | null; previous_page?: string | null; meta?: { has_more: boolean; after_cursor: string | null; before_cursor: string | null }; links?: { prev: string | null; next: string | null } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Lists the tags of one of the organizations */
ListOrganizationTags: {
parameters: { query?: never; header?: never; path: { id: number }; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { tags: (string)[] } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Tickets of an organization */
ListOrganizationTickets: {
parameters: { query?: { page?: number | string; per_page?: number | string; "page[size]"?: number | string; "page[after]"?: string; "page[before]"?: string; sort?: string; sort_by?: string; sort_order?: string; include?: string }; header?: never; path: { id: number }; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { tickets: (components["schemas"]["Ticket"])[]; users?: (components["schemas"]["User"])[]; groups?: (components["schemas"]["Group"])[]; organizations?: (components["schemas"]["Organization"])[]; last_audits?: (components["schemas"]["Audit"])[]; ticket_forms?: ({ [key: string]: unknown })[]; incident_counts?: ({ ticket_id: number; incident_count: number })[]; sharing_agreements?: ({ [key: string]: unknown })[]; count?: number; next_page?: string | null; previous_page?: string | null; meta?: { has_more: boolean; after_cursor: string | null; before_cursor: string | null }; links?: { prev: string | null; next: string | null } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Lists the members of an organization */
ListOrganizationUsers: {
parameters: { query?: { page?: number | string; per_page?: number | string; "page[size]"?: number | string; "page[after]"?: string; "page[before]"?: string; sort?: string; sort_by?: string; sort_order?: string }; header?: never; path: { id: number }; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { users: (components["schemas"]["User"])[]; count?: number; next_page?: string | null; previous_page?: string | null; meta?: { has_more: boolean; after_cursor: string | null; before_cursor: string | null }; links?: { prev: string | null; next: string | null } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Lists organizations */
ListOrganizations: {
parameters: { query?: { page?: number | string; per_page?: number | string; "page[size]"?: number | string; "page[after]"?: string; "page[before]"?: string; sort?: string; sort_by?: string; sort_order?: string }; header?: never; path?: never; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { organizations: (components["schemas"]["Organization"])[]; count?: number; next_page?: string | null; previous_page?: string | null; meta?: { has_more: boolean; after_cursor: string | null; before_cursor: string | null }; links?: { prev: string | null; next: string | null } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Requests to change the policy, the newest first */
ListPolicyChanges: {
parameters: { query?: { page?: number | string; per_page?: number | string; "page[size]"?: number | string; "page[after]"?: string; "page[before]"?: string; sort?: string; sort_by?: string; sort_order?: string; "filter[state]"?: string; "filter[author_id]"?: string }; header?: never; path?: never; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { policy_changes: ({ id: number; url: string; title: string; reason: string; state: string; author_id: number; base_version: number; edits: (unknown)[]; decided_by_id: number | null; decided_at: string | null; decision_reason: string | null; applied_by_id: number | null; applied_version: number | null; created_at: string; updated_at: string })[]; count?: number; next_page?: string | null; previous_page?: string | null; meta?: { has_more: boolean; after_cursor: string | null; before_cursor: string | null }; links?: { prev: string | null; next: string | null } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** The tickets that would differ, each with what would be different */
ListPolicyDryRunTickets: {
parameters: { query?: { page?: number | string; per_page?: number | string; "page[size]"?: number | string; "page[after]"?: string; "page[before]"?: string; sort?: string; sort_by?: string; sort_order?: string; "filter[aspect]"?: string }; header?: never; path: { id: number }; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { tickets: ({ ticket_id: number; url: string; approximate: boolean; borrowed_facts: (string)[]; differences: ({ aspect: string; name: string; today: unknown; proposed: unknown; audit_id: number | null; at: string })[] })[]; count?: number; next_page?: string | null; previous_page?: string | null; meta?: { has_more: boolean; after_cursor: string | null; before_cursor: string | null }; links?: { prev: string | null; next: string | null } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Replays of history, the newest first */
ListPolicyDryRuns: {
parameters: { query?: { page?: number | string; per_page?: number | string; "page[size]"?: number | string; "page[after]"?: string; "page[before]"?: string; sort?: string; sort_by?: string; sort_order?: string; "filter[policy_change_id]"?: string }; header?: never; path?: never; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { policy_dry_runs: ({ id: number; url: string; state: string; job_status_id: string; author_id: number; policy_change_id: number | null; base_version: number; from: string; to: string; sample_size: number | null; error: string | null; created_at: string; ended_at: string | null; report: { tickets: number; updates: number; differing: number; approximate: number; borrowed_facts: ({ fact: string; tickets: number })[]; kept_as_recorded: number; refused_by_both: number; redacted_comments: number; groups: ({ aspect: string; name: string; tickets: number; turns: ({ today: unknown; proposed: unknown; tickets: number })[]; samples: ({ ticket_id: number; url: string })[] })[] } | null })[]; count?: number; next_page?: string | null; previous_page?: string | null; meta?: { has_more: boolean; after_cursor: string | null; before_cursor: string | null }; links?: { prev: string | null; next: string | null } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Every edit of rules, fields, roles and settings, the newest first */
ListPolicyVersions: {
parameters: { query?: { page?: number | string; per_page?: number | string; "page[size]"?: number | string; "page[after]"?: string; "page[before]"?: string; sort?: string; sort_by?: string; sort_order?: string; "filter[kind]"?: string; "filter[id]"?: string; "filter[author_id]"?: string; "filter[created_at]"?: (string)[] | string; "filter[created_at][]"?: (string)[] | string }; header?: never; path?: never; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { policy_versions: ({ version: number; url: string; created_at: string; author_id: number | null; summary: string; reason: string | null; policy_change_id: number | null; restores_version: number | null; broke_glass: boolean; counts: { created: number; updated: number; deleted: number }; documents: ({ kind: string; id: number; title: string | null; operation: string })[] })[]; count?: number; next_page?: string | null; previous_page?: string | null; meta?: { has_more: boolean; after_cursor: string | null; before_cursor: string | null }; links?: { prev: string | null; next: string | null } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Problems that are not solved */
ListProblems: {
parameters: { query?: { page?: number | string; per_page?: number | string; "page[size]"?: number | string; "page[after]"?: string; "page[before]"?: string; sort?: string; sort_by?: string; sort_order?: string; include?: string }; header?: never; path?: never; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { tickets: (components["schemas"]["Ticket"])[]; users?: (components["schemas"]["User"])[]; groups?: (components["schemas"]["Group"])[]; organizations?: (components["schemas"]["Organization"])[]; last_audits?: (components["schemas"]["Audit"])[]; ticket_forms?: ({ [key: string]: unknown })[]; incident_counts?: ({ ticket_id: number; incident_count: number })[]; sharing_agreements?: ({ [key: string]: unknown })[]; count?: number; next_page?: string | null; previous_page?: string | null; meta?: { has_more: boolean; after_cursor: string | null; before_cursor: string | null }; links?: { prev: string | null; next: string | null } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Lists all languages that there are */
ListPublicLocales: {
parameters: { query?: { page?: number | string; per_page?: number | string; "page[size]"?: number | string; "page[after]"?: string; "page[before]"?: string; sort?: string; sort_by?: string; sort_order?: string }; header?: never; path?: never; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { locales: ({ id: number; url: string; locale: string; name: string; native_name: string; presentation_name: string; rtl: boolean; default: boolean; created_at: string; updated_at: string })[]; count?: number; next_page?: string | null; previous_page?: string | null; meta?: { has_more: boolean; after_cursor: string | null; before_cursor: string | null }; links?: { prev: string | null; next: string | null } } } }
400: components["responses"]["BadRequest"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Tickets that the caller worked on last */
ListRecentTickets: {
parameters: { query?: { page?: number | string; per_page?: number | string; "page[size]"?: number | string; "page[after]"?: string; "page[before]"?: string; sort?: string; sort_by?: string; sort_order?: string; include?: string }; header?: never; path?: never; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { tickets: (components["schemas"]["Ticket"])[]; users?: (components["schemas"]["User"])[]; groups?: (components["schemas"]["Group"])[]; organizations?: (components["schemas"]["Organization"])[]; last_audits?: (components["schemas"]["Audit"])[]; ticket_forms?: ({ [key: string]: unknown })[]; incident_counts?: ({ ticket_id: number; incident_count: number })[]; sharing_agreements?: ({ [key: string]: unknown })[]; count?: number; next_page?: string | null; previous_page?: string | null; meta?: { has_more: boolean; after_cursor: string | null; before_cursor: string | null }; links?: { prev: string | null; next: string | null } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** The conversation of a request, oldest first */
ListRequestComments: {
parameters: { query?: { page?: number | string; per_page?: number | string; "page[size]"?: number | string; "page[after]"?: string; "page[before]"?: string; sort?: string; sort_by?: string; sort_order?: string; include_inline_images?: boolean }; header?: never; path: { id: number }; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { comments: (components["schemas"]["RequestComment"])[]; users: ({ id: number; name: string; agent: boolean; organization_id: number | null })[]; count?: number; next_page?: string | null; previous_page?: string | null; meta?: { has_more: boolean; after_cursor: string | null; before_cursor: string | null }; links?: { prev: string | null; next: string | null } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Tickets that a user requested */
ListRequestedTickets: {
parameters: { query?: { page?: number | string; per_page?: number | string; "page[size]"?: number | string; "page[after]"?: string; "page[before]"?: string; sort?: string; sort_by?: string; sort_order?: string; include?: string }; header?: never; path: { id: number }; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { tickets: (components["schemas"]["Ticket"])[]; users?: (components["schemas"]["User"])[]; groups?: (components["schemas"]["Group"])[]; organizations?: (components["schemas"]["Organization"])[]; last_audits?: (components["schemas"]["Audit"])[]; ticket_forms?: ({ [key: string]: unknown })[]; incident_counts?: ({ ticket_id: number; incident_count: number })[]; sharing_agreements?: ({ [key: string]: unknown })[]; count?: number; next_page?: string | null; previous_page?: string | null; meta?: { has_more: boolean; after_cursor: string | null; before_cursor: string | null }; links?: { prev: string | null; next: string | null } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** What the caller asked for */
ListRequests: {
parameters: { query?: { page?: number | string; per_page?: number | string; "page[size]"?: number | string; "page[after]"?: string; "page[before]"?: string; sort?: string; sort_by?: string; sort_order?: string; include?: string; status?: string }; header?: never; path?: never; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { requests: (components["schemas"]["Request"])[]; users?: ({ id: number; name: string; agent: boolean; organization_id: number | null })[]; count?: number; next_page?: string | null; previous_page?: string | null; meta?: { has_more: boolean; after_cursor: string | null; before_cursor: string | null }; links?: { prev: string | null; next: string | null } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** The codes that say how tickets were solved, by position */
ListResolutionCodes: {
parameters: { query?: { page?: number | string; per_page?: number | string; "page[size]"?: number | string; "page[after]"?: string; "page[before]"?: string; sort?: string; sort_by?: string; sort_order?: string; active?: boolean }; header?: never; path?: never; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { resolution_codes: ({ url: string; id: number; code: string; label: string; description: string | null; active: boolean; position: number; kinds: (string)[]; ticket_form_ids: (number)[]; created_at: string; updated_at: string })[]; count?: number; next_page?: string | null; previous_page?: string | null; meta?: { has_more: boolean; after_cursor: string | null; before_cursor: string | null }; links?: { prev: string | null; next: string | null } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** What conditions of skills, and of who gives out which tickets, may say on this desk */
ListRoutingAttributeDefinitions: {
parameters: { query?: never; header?: never; path?: never; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { definitions: { conditions_all: ({ title: string; subject: string; type: string; group: string; nullable: boolean; repeatable: boolean; operators: ({ value: string; title: string; terminal: boolean })[]; values: ({ value: string; title: string; enabled: boolean })[] })[]; conditions_any: ({ title: string; subject: string; type: string; group: string; nullable: boolean; repeatable: boolean; operators: ({ value: string; title: string; terminal: boolean })[]; values: ({ value: string; title: string; enabled: boolean })[] })[] } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Lists SLA policies in the order in which they are tried */
ListSLAPolicies: {
parameters: { query?: { page?: number | string; per_page?: number | string; "page[size]"?: number | string; "page[after]"?: string; "page[before]"?: string; sort?: string; sort_by?: string; sort_order?: string }; header?: never; path?: never; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { sla_policies: (components["schemas"]["SlaPolicy"])[]; count?: number; next_page?: string | null; previous_page?: string | null; meta?: { has_more: boolean; after_cursor: string | null; before_cursor: string | null }; links?: { prev: string | null; next: string | null } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Ratings, and tickets whose requesters were asked for one */
ListSatisfactionRatings: {
parameters: { query?: { page?: number | string; per_page?: number | string; "page[size]"?: number | string; "page[after]"?: string; "page[before]"?: string; sort?: string; sort_by?: string; sort_order?: string; score?: string; start_time?: number; end_time?: number }; header?: never; path?: never; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { satisfaction_ratings: (components["schemas"]["SatisfactionRating"])[]; count?: number; next_page?: string | null; previous_page?: string | null; meta?: { has_more: boolean; after_cursor: string | null; before_cursor: string | null }; links?: { prev: string | null; next: string | null } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Why help can have been bad */
ListSatisfactionReasons: {
parameters: { query?: { page?: number | string; per_page?: number | string; "page[size]"?: number | string; "page[after]"?: string; "page[before]"?: string; sort?: string; sort_by?: string; sort_order?: string }; header?: never; path?: never; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { reasons: ({ id: number; url: string; reason_code: number; value: string; raw_value: string; created_at: string; updated_at: string })[]; count?: number; next_page?: string | null; previous_page?: string | null; meta?: { has_more: boolean; after_cursor: string | null; before_cursor: string | null }; links?: { prev: string | null; next: string | null } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Lists schedules; the first is the default one */
ListSchedules: {
parameters: { query?: { page?: number | string; per_page?: number | string; "page[size]"?: number | string; "page[after]"?: string; "page[before]"?: string; sort?: string; sort_by?: string; sort_order?: string }; header?: never; path?: never; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { schedules: (components["schemas"]["Schedule"])[]; count?: number; next_page?: string | null; previous_page?: string | null; meta?: { has_more: boolean; after_cursor: string | null; before_cursor: string | null }; links?: { prev: string | null; next: string | null } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Lists open sessions: one’s own, for administrators everybody’s */
ListSessions: {
parameters: { query?: { page?: number | string; per_page?: number | string; "page[size]"?: number | string; "page[after]"?: string; "page[before]"?: string; sort?: string; sort_by?: string; sort_order?: string }; header?: never; path?: never; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { sessions: ({ id: number; url: string; user_id: number; authenticated_at: string; last_seen_at: string; expires_at: string; ip: string | null; user_agent: string | null })[]; count?: number; next_page?: string | null; previous_page?: string | null; meta?: { has_more: boolean; after_cursor: string | null; before_cursor: string | null }; links?: { prev: string | null; next: string | null } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Tickets that were passed over, oldest first */
ListSkips: {
parameters: { query?: { page?: number | string; per_page?: number | string; "page[size]"?: number | string; "page[after]"?: string; "page[before]"?: string; sort?: string; sort_by?: string; sort_order?: string }; header?: never; path?: never; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { skips: ({ id: number; ticket_id: number; user_id: number; reason: string; created_at: string; updated_at: string; ticket: components["schemas"]["Ticket"] | null })[]; count?: number; next_page?: string | null; previous_page?: string | null; meta?: { has_more: boolean; after_cursor: string | null; before_cursor: string | null }; links?: { prev: string | null; next: string | null } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** What the caller asked for and is solved */
ListSolvedRequests: {
parameters: { query?: { page?: number | string; per_page?: number | string; "page[size]"?: number | string; "page[after]"?: string; "page[before]"?: string; sort?: string; sort_by?: string; sort_order?: string; include?: string; status?: string }; header?: never; path?: never; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { requests: (components["schemas"]["Request"])[]; users?: ({ id: number; name: string; agent: boolean; organization_id: number | null })[]; count?: number; next_page?: string | null; previous_page?: string | null; meta?: { has_more: boolean; after_cursor: string | null; before_cursor: string | null }; links?: { prev: string | null; next: string | null } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Lists who follows an organization */
ListSubscriptionsOfOrganization: {
parameters: { query?: { page?: number | string; per_page?: number | string; "page[size]"?: number | string; "page[after]"?: string; "page[before]"?: string; sort?: string; sort_by?: string; sort_order?: string }; header?: never; path: { id: number }; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { organization_subscriptions: ({ id: number; url: string; user_id: number; organization_id: number; created_at: string })[]; count?: number; next_page?: string | null; previous_page?: string | null; meta?: { has_more: boolean; after_cursor: string | null; before_cursor: string | null }; links?: { prev: string | null; next: string | null } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Lists support addresses */
ListSupportAddresses: {
parameters: { query?: { page?: number | string; per_page?: number | string; "page[size]"?: number | string; "page[after]"?: string; "page[before]"?: string; sort?: string; sort_by?: string; sort_order?: string }; header?: never; path?: never; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { recipient_addresses: ({ id: number; url: string; brand_id: number; default: boolean; name: string; email: string; forwarding_status: string; spf_status: string; cname_status: string; domain_verification_status: string; domain_verification_code: string; created_at: string; updated_at: string })[]; count?: number; next_page?: string | null; previous_page?: string | null; meta?: { has_more: boolean; after_cursor: string | null; before_cursor: string | null }; links?: { prev: string | null; next: string | null } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Mails that wait for an agent to decide about them */
ListSuspendedTickets: {
parameters: { query?: { page?: number | string; per_page?: number | string; "page[size]"?: number | string; "page[after]"?: string; "page[before]"?: string; sort?: string; sort_by?: string; sort_order?: string }; header?: never; path?: never; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { suspended_tickets: (components["schemas"]["SuspendedTicket"])[]; count?: number; next_page?: string | null; previous_page?: string | null; meta?: { has_more: boolean; after_cursor: string | null; before_cursor: string | null }; links?: { prev: string | null; next: string | null } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Tags of the tickets that the caller may see, the most used first */
ListTags: {
parameters: { query?: { page?: number | string; per_page?: number | string; "page[size]"?: number | string; "page[after]"?: string; "page[before]"?: string; sort?: string; sort_by?: string; sort_order?: string }; header?: never; path?: never; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { tags: ({ name: string; count: number })[]; count?: number; next_page?: string | null; previous_page?: string | null; meta?: { has_more: boolean; after_cursor: string | null; before_cursor: string | null }; links?: { prev: string | null; next: string | null } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Lists the last messages to targets that failed */
ListTargetFailures: {
parameters: { query?: { page?: number | string; per_page?: number | string; "page[size]"?: number | string; "page[after]"?: string; "page[before]"?: string; sort?: string; sort_by?: string; sort_order?: string }; header?: never; path?: never; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { target_failures: ({ id: number; url: string; target_name: string; status_code: number | null; exception: string | null; consecutive_failure_count: number; created_at: string })[]; count?: number; next_page?: string | null; previous_page?: string | null; meta?: { has_more: boolean; after_cursor: string | null; before_cursor: string | null }; links?: { prev: string | null; next: string | null } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Lists targets */
ListTargets: {
parameters: { query?: { page?: number | string; per_page?: number | string; "page[size]"?: number | string; "page[after]"?: string; "page[before]"?: string; sort?: string; sort_by?: string; sort_order?: string }; header?: never; path?: never; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { targets: ({ id: number; url: string; title: string; type: string; active: boolean; target_url: string; method: string; content_type: string | null; username: string | null; created_at: string })[]; count?: number; next_page?: string | null; previous_page?: string | null; meta?: { has_more: boolean; after_cursor: string | null; before_cursor: string | null }; links?: { prev: string | null; next: string | null } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** The skills that a ticket asks for */
ListTicketAttributeValues: {
parameters: { query?: never; header?: never; path: { id: number }; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { attribute_values: ({ id: string; url: string; name: string; attribute_id: string; conditions: { all: (unknown)[]; any: (unknown)[] } | null; created_at: string; updated_at: string })[] } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Everything that happened to a ticket */
ListTicketAudits: {
parameters: { query?: { page?: number | string; per_page?: number | string; "page[size]"?: number | string; "page[after]"?: string; "page[before]"?: string; sort?: string; sort_by?: string; sort_order?: string; include?: string; "filter_events[]"?: string | (unknown)[] }; header?: never; path: { id: number }; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { audits: (components["schemas"]["Audit"])[]; users?: (components["schemas"]["User"])[]; groups?: (components["schemas"]["Group"])[]; organizations?: (components["schemas"]["Organization"])[]; tickets?: (components["schemas"]["Ticket"])[]; count?: number; next_page?: string | null; previous_page?: string | null; meta?: { has_more: boolean; after_cursor: string | null; before_cursor: string | null }; links?: { prev: string | null; next: string | null } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** CCs and followers of a ticket */
ListTicketCollaborators: {
parameters: { query?: never; header?: never; path: { id: number }; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { users: ({ [key: string]: unknown })[]; count?: number; next_page?: string | null; previous_page?: string | null; meta?: { has_more: boolean; after_cursor: string | null; before_cursor: string | null }; links?: { prev: string | null; next: string | null } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Comments of a ticket, oldest first */
ListTicketComments: {
parameters: { query?: { page?: number | string; per_page?: number | string; "page[size]"?: number | string; "page[after]"?: string; "page[before]"?: string; sort?: string; sort_by?: string; sort_order?: string; include?: string; include_inline_images?: boolean }; header?: never; path: { id: number }; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { comments: (components["schemas"]["Comment"])[]; users?: (components["schemas"]["User"])[]; count?: number; next_page?: string | null; previous_page?: string | null; meta?: { has_more: boolean; after_cursor: string | null; before_cursor: string | null }; links?: { prev: string | null; next: string | null } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** People in copy of a ticket */
ListTicketEmailCcs: {
parameters: { query?: never; header?: never; path: { id: number }; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { users: ({ [key: string]: unknown })[]; count?: number; next_page?: string | null; previous_page?: string | null; meta?: { has_more: boolean; after_cursor: string | null; before_cursor: string | null }; links?: { prev: string | null; next: string | null } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** The options of a field */
ListTicketFieldOptions: {
parameters: { query?: { page?: number | string; per_page?: number | string; "page[size]"?: number | string; "page[after]"?: string; "page[before]"?: string; sort?: string; sort_by?: string; sort_order?: string }; header?: never; path: { id: number }; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { custom_field_options: ({ id: number; name: string; raw_name: string; value: string; default: boolean })[]; count?: number; next_page?: string | null; previous_page?: string | null; meta?: { has_more: boolean; after_cursor: string | null; before_cursor: string | null }; links?: { prev: string | null; next: string | null } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** The fields of tickets, by position */
ListTicketFields: {
parameters: { query?: { page?: number | string; per_page?: number | string; "page[size]"?: number | string; "page[after]"?: string; "page[before]"?: string; sort?: string; sort_by?: string; sort_order?: string }; header?: never; path?: never; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { ticket_fields: (components["schemas"]["TicketField"])[]; count?: number; next_page?: string | null; previous_page?: string | null; meta?: { has_more: boolean; after_cursor: string | null; before_cursor: string | null }; links?: { prev: string | null; next: string | null } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Followers of a ticket */
ListTicketFollowers: {
parameters: { query?: never; header?: never; path: { id: number }; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { users: ({ [key: string]: unknown })[]; count?: number; next_page?: string | null; previous_page?: string | null; meta?: { has_more: boolean; after_cursor: string | null; before_cursor: string | null }; links?: { prev: string | null; next: string | null } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** The labels that tickets of a form may have; none says all */
ListTicketFormStatuses: {
parameters: { query?: never; header?: never; path: { id: number }; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { ticket_form_statuses: ({ id: string; ticket_form_id: number; custom_status_id: number })[] } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Ticket forms, by position */
ListTicketForms: {
parameters: { query?: { page?: number | string; per_page?: number | string; "page[size]"?: number | string; "page[after]"?: string; "page[before]"?: string; sort?: string; sort_by?: string; sort_order?: string; active?: boolean; end_user_visible?: boolean }; header?: never; path?: never; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { ticket_forms: (components["schemas"]["TicketForm"])[]; count?: number; next_page?: string | null; previous_page?: string | null; meta?: { has_more: boolean; after_cursor: string | null; before_cursor: string | null }; links?: { prev: string | null; next: string | null } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Whose a ticket was, and with what words it went on, oldest first */
ListTicketHandOvers: {
parameters: { query?: { page?: number | string; per_page?: number | string; "page[size]"?: number | string; "page[after]"?: string; "page[before]"?: string; sort?: string; sort_by?: string; sort_order?: string }; header?: never; path: { id: number }; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { hand_overs: ({ id: number; author_id: number; created_at: string; summary: string | null; state: string | null; next_step: string | null; promised_at: string | null; from_user_id: number | null; to_user_id: number | null; to_group_id: number | null; keeps_owner: boolean })[]; count?: number; next_page?: string | null; previous_page?: string | null; meta?: { has_more: boolean; after_cursor: string | null; before_cursor: string | null }; links?: { prev: string | null; next: string | null } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Incidents of a problem */
ListTicketIncidents: {
parameters: { query?: { page?: number | string; per_page?: number | string; "page[size]"?: number | string; "page[after]"?: string; "page[before]"?: string; sort?: string; sort_by?: string; sort_order?: string; include?: string }; header?: never; path: { id: number }; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { tickets: (components["schemas"]["Ticket"])[]; users?: (components["schemas"]["User"])[]; groups?: (components["schemas"]["Group"])[]; organizations?: (components["schemas"]["Organization"])[]; last_audits?: (components["schemas"]["Audit"])[]; ticket_forms?: ({ [key: string]: unknown })[]; incident_counts?: ({ ticket_id: number; incident_count: number })[]; sharing_agreements?: ({ [key: string]: unknown })[]; count?: number; next_page?: string | null; previous_page?: string | null; meta?: { has_more: boolean; after_cursor: string | null; before_cursor: string | null }; links?: { prev: string | null; next: string | null } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** The kinds of tickets, and the process of each */
ListTicketKinds: {
parameters: { query?: never; header?: never; path?: never; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { ticket_kinds: ({ kind: string; name: string; type: string; special: boolean; statuses: (string)[]; required: ({ field: string; statuses: (string)[] })[] })[]; count: number } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Mails that a ticket sent, one a recipient, with their delivery state */
ListTicketMails: {
parameters: { query?: never; header?: never; path: { id: number }; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { mails: ({ id: number; url: string; ticket_id: number; comment_id: number | null; user_id: number; address: string; message_id: string; automatic: boolean; state: "queued" | "sent" | "suppressed" | "failed" | "bounced" | "delivered" | "complained"; reason: string | null; attempts: number; created_at: string; sent_at: string | null })[]; count: number } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** How long each ticket took, newest first */
ListTicketMetrics: {
parameters: { query?: { page?: number | string; per_page?: number | string; "page[size]"?: number | string; "page[after]"?: string; "page[before]"?: string; sort?: string; sort_by?: string; sort_order?: string }; header?: never; path?: never; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { ticket_metrics: (components["schemas"]["TicketMetric"])[]; count?: number; next_page?: string | null; previous_page?: string | null; meta?: { has_more: boolean; after_cursor: string | null; before_cursor: string | null }; links?: { prev: string | null; next: string | null } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Vendors and partners of a ticket, and how long it has waited for them */
ListTicketParties: {
parameters: { query?: never; header?: never; path: { id: number }; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { parties: ({ id: number; role: string; name: string | null; organization_id: number | null; user_id: number | null; reference: string | null; waiting: boolean; waiting_since: string | null; waited_seconds: number })[]; count: number } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Who passed a ticket over */
ListTicketSkips: {
parameters: { query?: { page?: number | string; per_page?: number | string; "page[size]"?: number | string; "page[after]"?: string; "page[before]"?: string; sort?: string; sort_by?: string; sort_order?: string }; header?: never; path: { id: number }; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { skips: ({ id: number; ticket_id: number; user_id: number; reason: string; created_at: string; updated_at: string; ticket: components["schemas"]["Ticket"] | null })[]; count?: number; next_page?: string | null; previous_page?: string | null; meta?: { has_more: boolean; after_cursor: string | null; before_cursor: string | null }; links?: { prev: string | null; next: string | null } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Tags of a ticket */
ListTicketTags: {
parameters: { query?: never; header?: never; path: { id: number }; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { tags: (string)[] } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Which rules were looked at by each audit of a ticket, which fired, and which clause decided */
ListTicketTraces: {
parameters: { query?: { page?: number | string; per_page?: number | string; "page[size]"?: number | string; "page[after]"?: string; "page[before]"?: string; sort?: string; sort_by?: string; sort_order?: string }; header?: never; path: { id: number }; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { traces: ({ audit_id: number; ticket_id: number; created_at: string; author_id: number; policy_version: number; exact: boolean; truncated: boolean; rules: ({ type: string; id: number | string; title: string; fired: boolean; pass: number; clause: { list: string; index: number; field: string; operator: string; value: unknown } | null })[]; form_rules: ({ ticket_form_id: number; parent_field_id: number; value: string; held: boolean; child_field_ids: (number)[] })[] })[]; count?: number; next_page?: string | null; previous_page?: string | null; meta?: { has_more: boolean; after_cursor: string | null; before_cursor: string | null }; links?: { prev: string | null; next: string | null } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Tickets that the caller may see */
ListTickets: {
parameters: { query?: { page?: number | string; per_page?: number | string; "page[size]"?: number | string; "page[after]"?: string; "page[before]"?: string; sort?: string; sort_by?: string; sort_order?: string; include?: string; external_id?: string; unsolved?: boolean; group_ids?: string }; header?: never; path?: never; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { tickets: (components["schemas"]["Ticket"])[]; users?: (components["schemas"]["User"])[]; groups?: (components["schemas"]["Group"])[]; organizations?: (components["schemas"]["Organization"])[]; last_audits?: (components["schemas"]["Audit"])[]; ticket_forms?: ({ [key: string]: unknown })[]; incident_counts?: ({ ticket_id: number; incident_count: number })[]; sharing_agreements?: ({ [key: string]: unknown })[]; count?: number; next_page?: string | null; previous_page?: string | null; meta?: { has_more: boolean; after_cursor: string | null; before_cursor: string | null }; links?: { prev: string | null; next: string | null } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Of these tickets those whose skills one has all of */
ListTicketsFullfilledByUser: {
parameters: { query: { ticket_ids: string }; header?: never; path?: never; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { fulfilled_ticket_ids: (number)[] } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Lists the time zones that people can be set to */
ListTimeZones: {
parameters: { query?: { page?: number | string; per_page?: number | string; "page[size]"?: number | string; "page[after]"?: string; "page[before]"?: string; sort?: string; sort_by?: string; sort_order?: string }; header?: never; path?: never; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { time_zones: ({ name: string; iana_name: string; translated_name: string; offset: number; formatted_offset: string })[]; count?: number; next_page?: string | null; previous_page?: string | null; meta?: { has_more: boolean; after_cursor: string | null; before_cursor: string | null }; links?: { prev: string | null; next: string | null } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** What triggers may say on this desk */
ListTriggerActionConditionDefinitions: {
parameters: { query?: never; header?: never; path?: never; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { definitions: { actions: ({ title: string; subject: string; type: string; group: string; nullable: boolean; repeatable: boolean; operators: ({ value: string; title: string; terminal: boolean })[]; values: ({ value: string; title: string; enabled: boolean })[] })[]; conditions_all: ({ title: string; subject: string; type: string; group: string; nullable: boolean; repeatable: boolean; operators: ({ value: string; title: string; terminal: boolean })[]; values: ({ value: string; title: string; enabled: boolean })[] })[]; conditions_any: ({ title: string; subject: string; type: string; group: string; nullable: boolean; repeatable: boolean; operators: ({ value: string; title: string; terminal: boolean })[]; values: ({ value: string; title: string; enabled: boolean })[] })[] } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Categories of triggers in the order in which they run */
ListTriggerCategories: {
parameters: { query?: { page?: number | string; per_page?: number | string; "page[size]"?: number | string; "page[after]"?: string; "page[before]"?: string; sort?: string; sort_by?: string; sort_order?: string; include?: string }; header?: never; path?: never; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { trigger_categories: ({ id: string; name: string; position: number; created_at: string; updated_at: string; active_rules_count?: number; inactive_rules_count?: number })[]; count?: number; next_page?: string | null; previous_page?: string | null; meta?: { has_more: boolean; after_cursor: string | null; before_cursor: string | null }; links?: { prev: string | null; next: string | null } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Every form that a trigger has had, the latest first */
ListTriggerRevisions: {
parameters: { query?: { page?: number | string; per_page?: number | string; "page[size]"?: number | string; "page[after]"?: string; "page[before]"?: string; sort?: string; sort_by?: string; sort_order?: string }; header?: never; path: { id: number }; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { trigger_revisions: ({ id: number; url: string; author_id: number; created_at: string; snapshot: { title: string; description: string | null; active: boolean; conditions: { all: ({ [key: string]: unknown })[]; any: ({ [key: string]: unknown })[] }; actions: ({ [key: string]: unknown })[] }; diff?: { [key: string]: unknown } })[]; count?: number; next_page?: string | null; previous_page?: string | null; meta?: { has_more: boolean; after_cursor: string | null; before_cursor: string | null }; links?: { prev: string | null; next: string | null } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Triggers in the order in which they run */
ListTriggers: {
parameters: { query?: { page?: number | string; per_page?: number | string; "page[size]"?: number | string; "page[after]"?: string; "page[before]"?: string; sort?: string; sort_by?: string; sort_order?: string; active?: boolean; category?: string; category_id?: string; include?: string }; header?: never; path?: never; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { triggers: ({ url: string; id: number; title: string; raw_title: string; active: boolean; default: boolean; position: number; conditions: { all: ({ field: string; operator?: string; value?: unknown })[]; any: ({ field: string; operator?: string; value?: unknown })[] }; actions: ({ field: string; value: unknown })[]; created_at: string; updated_at: string; usage_1h?: number; usage_24h?: number; usage_7d?: number; usage_30d?: number; description: string | null; category_id: string })[]; count?: number; next_page?: string | null; previous_page?: string | null; meta?: { has_more: boolean; after_cursor: string | null; before_cursor: string | null }; links?: { prev: string | null; next: string | null } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** The troubleshooting log of a ticket, in its order */
ListTroubleshootingEntries: {
parameters: { query?: { page?: number | string; per_page?: number | string; "page[size]"?: number | string; "page[after]"?: string; "page[before]"?: string; sort?: string; sort_by?: string; sort_order?: string; state?: "open" | "confirmed" | "ruled_out"; type?: "hypothesis" | "attempt" | "environment" | "result" }; header?: never; path: { id: number }; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { troubleshooting_entries: ({ id: number; position: number | null; type: string; state: string; title: string; details: string | null; outcome: string | null; removed: boolean; version: number; comment_id: number; author_id: number; updated_at: string; created_by_id: number; created_at: string })[]; count?: number; next_page?: string | null; previous_page?: string | null; meta?: { has_more: boolean; after_cursor: string | null; before_cursor: string | null }; links?: { prev: string | null; next: string | null } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** When somebody is not there, by start */
ListUserAbsences: {
parameters: { query?: { page?: number | string; per_page?: number | string; "page[size]"?: number | string; "page[after]"?: string; "page[before]"?: string; sort?: string; sort_by?: string; sort_order?: string }; header?: never; path: { id: number }; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { absences: ({ id: number; user_id: number; starts_at: string; ends_at: string; reason: string | null; created_at: string })[]; count?: number; next_page?: string | null; previous_page?: string | null; meta?: { has_more: boolean; after_cursor: string | null; before_cursor: string | null }; links?: { prev: string | null; next: string | null } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Lists the options of a custom field */
ListUserFieldOptions: {
parameters: { query?: { page?: number | string; per_page?: number | string; "page[size]"?: number | string; "page[after]"?: string; "page[before]"?: string; sort?: string; sort_by?: string; sort_order?: string }; header?: never; path: { id: string }; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { custom_field_options: ({ id: number; name: string; raw_name: string; value: string })[]; count?: number; next_page?: string | null; previous_page?: string | null; meta?: { has_more: boolean; after_cursor: string | null; before_cursor: string | null }; links?: { prev: string | null; next: string | null } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Lists the custom fields of users, by position */
ListUserFields: {
parameters: { query?: { page?: number | string; per_page?: number | string; "page[size]"?: number | string; "page[after]"?: string; "page[before]"?: string; sort?: string; sort_by?: string; sort_order?: string }; header?: never; path?: never; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { user_fields: ({ url: string; id: number; type: string; key: string; title: string; raw_title: string; description: string; raw_description: string; position: number; active: boolean; system: boolean; regexp_for_validation: string | null; created_at: string; updated_at: string; tag?: string | null; custom_field_options?: ({ id: number; name: string; raw_name: string; value: string })[] })[]; count?: number; next_page?: string | null; previous_page?: string | null; meta?: { has_more: boolean; after_cursor: string | null; before_cursor: string | null }; links?: { prev: string | null; next: string | null } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Lists what groups a user belongs to */
ListUserGroupMemberships: {
parameters: { query?: { page?: number | string; per_page?: number | string; "page[size]"?: number | string; "page[after]"?: string; "page[before]"?: string; sort?: string; sort_by?: string; sort_order?: string; include?: string }; header?: never; path: { user_id: number }; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { group_memberships: (components["schemas"]["GroupMembership"])[]; users?: (components["schemas"]["User"])[]; groups?: (components["schemas"]["Group"])[]; count?: number; next_page?: string | null; previous_page?: string | null; meta?: { has_more: boolean; after_cursor: string | null; before_cursor: string | null }; links?: { prev: string | null; next: string | null } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Lists the groups of a user */
ListUserGroups: {
parameters: { query?: { page?: number | string; per_page?: number | string; "page[size]"?: number | string; "page[after]"?: string; "page[before]"?: string; sort?: string; sort_by?: string; sort_order?: string }; header?: never; path: { id: number }; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { groups: (components["schemas"]["Group"])[]; count?: number; next_page?: string | null; previous_page?: string | null; meta?: { has_more: boolean; after_cursor: string | null; before_cursor: string | null }; links?: { prev: string | null; next: string | null } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Lists the addresses and accounts of a user */
ListUserIdentities: {
parameters: { query?: { page?: number | string; per_page?: number | string; "page[size]"?: number | string; "page[after]"?: string; "page[before]"?: string; sort?: string; sort_by?: string; sort_order?: string }; header?: never; path: { user_id: number }; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { identities: (components["schemas"]["UserIdentity"])[]; count?: number; next_page?: string | null; previous_page?: string | null; meta?: { has_more: boolean; after_cursor: string | null; before_cursor: string | null }; links?: { prev: string | null; next: string | null } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Lists the organizations that a user is a named contact of, and in what roles */
ListUserOrganizationContacts: {
parameters: { query?: { page?: number | string; per_page?: number | string; "page[size]"?: number | string; "page[after]"?: string; "page[before]"?: string; sort?: string; sort_by?: string; sort_order?: string }; header?: never; path: { user_id: number }; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { organization_contacts: ({ id: number; url: string; organization_id: number; user_id: number; name: string; email: string | null; roles: (string)[]; manages_contacts: boolean; notes: string | null; created_at: string; updated_at: string })[]; count?: number; next_page?: string | null; previous_page?: string | null; meta?: { has_more: boolean; after_cursor: string | null; before_cursor: string | null }; links?: { prev: string | null; next: string | null } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Lists what organizations a user belongs to */
ListUserOrganizationMemberships: {
parameters: { query?: { page?: number | string; per_page?: number | string; "page[size]"?: number | string; "page[after]"?: string; "page[before]"?: string; sort?: string; sort_by?: string; sort_order?: string; include?: string }; header?: never; path: { user_id: number }; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { organization_memberships: (components["schemas"]["OrganizationMembership"])[]; users?: (components["schemas"]["User"])[]; organizations?: (components["schemas"]["Organization"])[]; count?: number; next_page?: string | null; previous_page?: string | null; meta?: { has_more: boolean; after_cursor: string | null; before_cursor: string | null }; links?: { prev: string | null; next: string | null } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Lists the organizations that a user follows */
ListUserOrganizationSubscriptions: {
parameters: { query?: { page?: number | string; per_page?: number | string; "page[size]"?: number | string; "page[after]"?: string; "page[before]"?: string; sort?: string; sort_by?: string; sort_order?: string }; header?: never; path: { user_id: number }; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { organization_subscriptions: ({ id: number; url: string; user_id: number; organization_id: number; created_at: string })[]; count?: number; next_page?: string | null; previous_page?: string | null; meta?: { has_more: boolean; after_cursor: string | null; before_cursor: string | null }; links?: { prev: string | null; next: string | null } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Lists the organizations of a user */
ListUserOrganizations: {
parameters: { query?: { page?: number | string; per_page?: number | string; "page[size]"?: number | string; "page[after]"?: string; "page[before]"?: string; sort?: string; sort_by?: string; sort_order?: string }; header?: never; path: { id: number }; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { organizations: (components["schemas"]["Organization"])[]; count?: number; next_page?: string | null; previous_page?: string | null; meta?: { has_more: boolean; after_cursor: string | null; before_cursor: string | null }; links?: { prev: string | null; next: string | null } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** What a user asked for */
ListUserRequests: {
parameters: { query?: { page?: number | string; per_page?: number | string; "page[size]"?: number | string; "page[after]"?: string; "page[before]"?: string; sort?: string; sort_by?: string; sort_order?: string; include?: string; status?: string }; header?: never; path: { id: number }; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { requests: (components["schemas"]["Request"])[]; users?: ({ id: number; name: string; agent: boolean; organization_id: number | null })[]; count?: number; next_page?: string | null; previous_page?: string | null; meta?: { has_more: boolean; after_cursor: string | null; before_cursor: string | null }; links?: { prev: string | null; next: string | null } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Lists the open sessions of a user */
ListUserSessions: {
parameters: { query?: { page?: number | string; per_page?: number | string; "page[size]"?: number | string; "page[after]"?: string; "page[before]"?: string; sort?: string; sort_by?: string; sort_order?: string }; header?: never; path: { user_id: number }; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { sessions: ({ id: number; url: string; user_id: number; authenticated_at: string; last_seen_at: string; expires_at: string; ip: string | null; user_agent: string | null })[]; count?: number; next_page?: string | null; previous_page?: string | null; meta?: { has_more: boolean; after_cursor: string | null; before_cursor: string | null }; links?: { prev: string | null; next: string | null } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Tickets that somebody passed over */
ListUserSkips: {
parameters: { query?: { page?: number | string; per_page?: number | string; "page[size]"?: number | string; "page[after]"?: string; "page[before]"?: string; sort?: string; sort_by?: string; sort_order?: string }; header?: never; path: { id: number }; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { skips: ({ id: number; ticket_id: number; user_id: number; reason: string; created_at: string; updated_at: string; ticket: components["schemas"]["Ticket"] | null })[]; count?: number; next_page?: string | null; previous_page?: string | null; meta?: { has_more: boolean; after_cursor: string | null; before_cursor: string | null }; links?: { prev: string | null; next: string | null } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Lists the tags of one of the users */
ListUserTags: {
parameters: { query?: never; header?: never; path: { id: number }; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { tags: (string)[] } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Lists active users */
ListUsers: {
parameters: { query?: { page?: number | string; per_page?: number | string; "page[size]"?: number | string; "page[after]"?: string; "page[before]"?: string; sort?: string; sort_by?: string; sort_order?: string; include?: string; role?: (string)[]; "role[]"?: (string)[]; permission_set?: number; external_id?: string }; header?: never; path?: never; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { users: (components["schemas"]["User"])[]; organizations?: (components["schemas"]["Organization"])[]; groups?: (components["schemas"]["Group"])[]; identities?: (components["schemas"]["UserIdentity"])[]; count?: number; next_page?: string | null; previous_page?: string | null; meta?: { has_more: boolean; after_cursor: string | null; before_cursor: string | null }; links?: { prev: string | null; next: string | null } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** The tickets of a view that the caller sees, in its order */
ListViewTickets: {
parameters: { query?: { page?: number | string; per_page?: number | string; "page[size]"?: number | string; "page[after]"?: string; "page[before]"?: string; sort?: string; sort_by?: string; sort_order?: string; include?: string; group_by?: string; group_order?: string }; header?: never; path: { id: number }; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { tickets: (components["schemas"]["Ticket"])[]; users?: (components["schemas"]["User"])[]; groups?: (components["schemas"]["Group"])[]; organizations?: (components["schemas"]["Organization"])[]; last_audits?: (components["schemas"]["Audit"])[]; ticket_forms?: ({ [key: string]: unknown })[]; incident_counts?: ({ ticket_id: number; incident_count: number })[]; sharing_agreements?: ({ [key: string]: unknown })[]; count?: number; next_page?: string | null; previous_page?: string | null; meta?: { has_more: boolean; after_cursor: string | null; before_cursor: string | null }; links?: { prev: string | null; next: string | null } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Shared and personal views of the caller, by position */
ListViews: {
parameters: { query?: { page?: number | string; per_page?: number | string; "page[size]"?: number | string; "page[after]"?: string; "page[before]"?: string; sort?: string; sort_by?: string; sort_order?: string; active?: boolean; category?: string; category_id?: string; include?: string; access?: string; group_id?: number }; header?: never; path?: never; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { views: ({ url: string; id: number; title: string; raw_title: string; active: boolean; default: boolean; position: number; description: string | null; created_at: string; updated_at: string; execution: { group_by: string | null; group_order: string; sort_by: string | null; sort_order: string; group: null | { id: string | number; title: string; order: string }; sort: null | { id: string | number; title: string; order: string }; columns: ({ id: string | number; title: string; filterable: boolean; sortable: boolean; type?: string; url?: string })[]; fields: ({ id: string | number; title: string; filterable: boolean; sortable: boolean; type?: string; url?: string })[]; custom_fields: ({ id: string | number; title: string; filterable: boolean; sortable: boolean; type?: string; url?: string })[] }; conditions: { all: ({ field: string; operator: string; value: unknown })[]; any: ({ field: string; operator: string; value: unknown })[] }; restriction: null | { type: string; id: number; ids: (number)[] }; usage_1h?: number; usage_24h?: number; usage_7d?: number; usage_30d?: number; permissions?: { can_edit: boolean; can_delete: boolean } })[]; lists: ({ key: string; title: string; url: string })[]; count?: number; next_page?: string | null; previous_page?: string | null; meta?: { has_more: boolean; after_cursor: string | null; before_cursor: string | null }; links?: { prev: string | null; next: string | null } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Lists the tries to send something, with what was sent and answered */
ListWebhookInvocationAttempts: {
parameters: { query?: { page?: number | string; per_page?: number | string; "page[size]"?: number | string; "page[after]"?: string; "page[before]"?: string; sort?: string; sort_by?: string; sort_order?: string }; header?: never; path: { id: string; invocationId: string }; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { attempts: ({ id: string; invocation_id: string; status: string; started_at: string; completed_at: string; request: { headers: ({ key: string; value: string })[]; payload: string | null }; response: { status_code: number; headers: ({ key: string; value: string })[]; payload: string | null } | null; error: string | null })[]; count?: number; next_page?: string | null; previous_page?: string | null; meta?: { has_more: boolean; after_cursor: string | null; before_cursor: string | null }; links?: { prev: string | null; next: string | null } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Lists what was sent to a webhook, the newest first */
ListWebhookInvocations: {
parameters: { query?: { page?: number | string; per_page?: number | string; "page[size]"?: number | string; "page[after]"?: string; "page[before]"?: string; sort?: string; sort_by?: string; sort_order?: string; "filter[status]"?: string; "filter[from_ts]"?: string; "filter[to_ts]"?: string }; header?: never; path: { id: string }; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { invocations: ({ id: string; webhook_id: string; event_type: string | null; subject: string; status: string; attempts: number; created_at: string; next_attempt_at: string | null; latest_completed_at: string | null })[]; count?: number; next_page?: string | null; previous_page?: string | null; meta?: { has_more: boolean; after_cursor: string | null; before_cursor: string | null }; links?: { prev: string | null; next: string | null } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Lists webhooks */
ListWebhooks: {
parameters: { query?: { page?: number | string; per_page?: number | string; "page[size]"?: number | string; "page[after]"?: string; "page[before]"?: string; sort?: string; sort_by?: string; sort_order?: string; "filter[name_contains]"?: string; "filter[status]"?: string }; header?: never; path?: never; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { webhooks: (components["schemas"]["Webhook"])[]; count?: number; next_page?: string | null; previous_page?: string | null; meta?: { has_more: boolean; after_cursor: string | null; before_cursor: string | null }; links?: { prev: string | null; next: string | null } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Makes one of a user's groups the default one; answers all */
MakeDefaultGroupMembership: {
parameters: { query?: { page?: number | string; per_page?: number | string; "page[size]"?: number | string; "page[after]"?: string; "page[before]"?: string; sort?: string; sort_by?: string; sort_order?: string; include?: string }; header?: never; path: { user_id: number; id: number }; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { group_memberships: (components["schemas"]["GroupMembership"])[]; users?: (components["schemas"]["User"])[]; groups?: (components["schemas"]["Group"])[]; count?: number; next_page?: string | null; previous_page?: string | null; meta?: { has_more: boolean; after_cursor: string | null; before_cursor: string | null }; links?: { prev: string | null; next: string | null } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Makes one of a user's organizations the default one; answers all */
MakeDefaultOrganizationMembership: {
parameters: { query?: { page?: number | string; per_page?: number | string; "page[size]"?: number | string; "page[after]"?: string; "page[before]"?: string; sort?: string; sort_by?: string; sort_order?: string; include?: string }; header?: never; path: { user_id: number; id: number }; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { organization_memberships: (components["schemas"]["OrganizationMembership"])[]; users?: (components["schemas"]["User"])[]; organizations?: (components["schemas"]["Organization"])[]; count?: number; next_page?: string | null; previous_page?: string | null; meta?: { has_more: boolean; after_cursor: string | null; before_cursor: string | null }; links?: { prev: string | null; next: string | null } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Hide the comment that an audit brought from customers */
MakeTicketAuditPrivate: {
parameters: { query?: never; header?: never; path: { id: number; auditId: number }; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { [key: string]: unknown } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Hide a comment from customers */
MakeTicketCommentPrivate: {
parameters: { query?: never; header?: never; path: { id: number; commentId: number }; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { [key: string]: unknown } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Makes an address the primary one; answers all */
MakeUserIdentityPrimary: {
parameters: { query?: { page?: number | string; per_page?: number | string; "page[size]"?: number | string; "page[after]"?: string; "page[before]"?: string; sort?: string; sort_by?: string; sort_order?: string }; header?: never; path: { user_id: number; id: number }; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { identities: (components["schemas"]["UserIdentity"])[]; count?: number; next_page?: string | null; previous_page?: string | null; meta?: { has_more: boolean; after_cursor: string | null; before_cursor: string | null }; links?: { prev: string | null; next: string | null } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Delete up to 100 tickets as spam */
MarkManyTicketsAsSpam: {
parameters: { query?: { ids?: string }; header?: never; path?: never; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { job_status: components["schemas"]["JobStatus"] } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Delete a ticket as spam, and suspend whoever asked; restoring it takes both back */
MarkTicketAsSpam: {
parameters: { query?: never; header?: never; path: { id: number }; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { [key: string]: unknown } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Makes an organization one with another */
MergeOrganization: {
parameters: { query?: never; header?: never; path: { id: number }; cookie?: never }
requestBody: { content: { "application/json": { organization_merge: { winner_id: number | string } } } }
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { organization_merge: { id: string; url: string; loser_id: number; winner_id: number; status: string } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
422: components["responses"]["Invalid"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Merge tickets into this one */
MergeTickets: {
parameters: { query?: never; header?: never; path: { id: number }; cookie?: never }
requestBody: { content: { "application/json": { ids: (number | string)[]; target_comment?: string | null; source_comment?: string | null; target_comment_is_public?: boolean | null; source_comment_is_public?: boolean | null } } }
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { job_status: components["schemas"]["JobStatus"] } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
422: components["responses"]["Invalid"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Makes an end user one with another, who is answered */
MergeUser: {
parameters: { query?: never; header?: never; path: { id: number }; cookie?: never }
requestBody: { content: { "application/json": { user: { id: number | string } } } }
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { user: components["schemas"]["User"] } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
422: components["responses"]["Invalid"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Changes parts of a webhook */
PatchWebhook: {
parameters: { query?: never; header?: never; path: { id: string }; cookie?: never }
requestBody: { content: { "application/json": { webhook: { name?: string; description?: string | null; status?: "active" | "inactive"; subscriptions?: (string)[]; endpoint?: string; http_method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE"; request_format?: "json" | "xml" | "form_encoded"; authentication?: { type: "basic_auth" | "bearer_token" | "api_key"; add_position?: "header"; data?: { username?: string; password?: string; token?: string; name?: string; value?: string } } | null; custom_headers?: { [key: string]: string } | null } } } }
responses: {
204: { headers: { [name: string]: unknown }; content?: never }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
422: components["responses"]["Invalid"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Who would be told of a change, and who knows already */
PreviewChangeAnnouncement: {
parameters: { query?: { about?: "plan" | "completion" }; header?: never; path: { id: number }; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { announcement: { about: string; version: number; recipients: ({ user_id: number; name: string; email: string | null; organization_id: number | null; told: boolean })[]; count: number } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Whether and how what happened to a ticket can be taken back */
PreviewTicketAuditUndo: {
parameters: { query?: never; header?: never; path: { id: number; auditId: number }; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { undo: { possible: boolean; mode: string | null; reason: string | null; fields: (string)[]; ticket_ids: (number)[]; cancellable_effects: ({ kind: string; recipient_id: number | null; state: string })[]; sent_effects: ({ kind: string; recipient_id: number | null; state: string })[] } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** The rows that a view would have */
PreviewView: {
parameters: { query?: { page?: number | string; per_page?: number | string; "page[size]"?: number | string; "page[after]"?: string; "page[before]"?: string; sort?: string; sort_by?: string; sort_order?: string; include?: string; group_by?: string; group_order?: string }; header?: never; path?: never; cookie?: never }
requestBody: { content: { "application/json": { view: { all?: ({ [key: string]: unknown })[] | null; any?: ({ [key: string]: unknown })[] | null; conditions?: { all?: ({ [key: string]: unknown })[] | null; any?: ({ [key: string]: unknown })[] | null } | null; output?: { columns?: (string | number)[] | null; group_by?: string | number | null; group_order?: string | null; sort_by?: string | number | null; sort_order?: string | null } | null } } } }
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { view?: { id: number; url: string }; columns: ({ id: string | number; title: string; filterable: boolean; sortable: boolean; type?: string; url?: string })[]; rows: ({ [key: string]: unknown })[]; users: ({ [key: string]: unknown })[]; groups: ({ [key: string]: unknown })[]; organizations: ({ [key: string]: unknown })[]; brands: ({ [key: string]: unknown })[]; ticket_forms: ({ [key: string]: unknown })[]; custom_statuses: ({ [key: string]: unknown })[]; count?: number; next_page?: string | null; previous_page?: string | null; meta?: { has_more: boolean; after_cursor: string | null; before_cursor: string | null }; links?: { prev: string | null; next: string | null } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
422: components["responses"]["Invalid"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Empty a deleted ticket for good */
PurgeDeletedTicket: {
parameters: { query?: never; header?: never; path: { id: number }; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { job_status: components["schemas"]["JobStatus"] } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Empty up to 100 deleted tickets for good */
PurgeManyDeletedTickets: {
parameters: { query?: { ids?: string }; header?: never; path?: never; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { job_status: components["schemas"]["JobStatus"] } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Add an option to a field, or change the one with its id */
PutTicketFieldOption: {
parameters: { query?: never; header?: never; path: { id: number }; cookie?: never }
requestBody: { content: { "application/json": { custom_field_option: { id?: number | string | null; name?: string | null; raw_name?: string | null; value?: string | null; default?: boolean | null } } } }
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { custom_field_option: { id: number; name: string; raw_name: string; value: string; default: boolean } } } }
201: { headers: { [name: string]: unknown }; content: { "application/json": { custom_field_option: { id: number; name: string; raw_name: string; value: string; default: boolean } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
422: components["responses"]["Invalid"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Say as its requester how good the help on a solved ticket was */
RateTicket: {
parameters: { query?: never; header?: never; path: { id: number }; cookie?: never }
requestBody: { content: { "application/json": { satisfaction_rating: { score?: string | null; comment?: string | null; reason_id?: number | null; reason_code?: number | null } } } }
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { satisfaction_rating: components["schemas"]["SatisfactionRating"] } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
422: components["responses"]["Invalid"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Makes tickets of suspended mails, each requested by its author */
RecoverManySuspendedTickets: {
parameters: { query?: { ids?: string }; header?: never; path?: never; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { tickets: ({ [key: string]: unknown })[]; suspended_tickets: (components["schemas"]["SuspendedTicket"])[] } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
422: { headers: { [name: string]: unknown }; content: { "application/json": { suspended_tickets: (components["schemas"]["SuspendedTicket"])[] } } }
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Makes a ticket of a suspended mail, requested by the caller */
RecoverSuspendedTicket: {
parameters: { query?: never; header?: never; path: { id: number }; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { ticket: ({ [key: string]: unknown })[] } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
422: { headers: { [name: string]: unknown }; content: { "application/json": { suspended_tickets: (components["schemas"]["SuspendedTicket"])[] } } }
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Blacken for good what stands in redact tags of a comment */
RedactMarkedTicketComment: {
parameters: { query?: never; header?: never; path: { id: number }; cookie?: never }
requestBody: { content: { "application/json": { ticket_id: number; html_body?: string | null; external_attachment_urls?: (string)[] | null } } }
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { comment: components["schemas"]["Comment"] } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
422: components["responses"]["Invalid"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Blacken words of a comment for good */
RedactTicketComment: {
parameters: { query?: never; header?: never; path: { id: number; commentId: number }; cookie?: never }
requestBody: { content: { "application/json": { text: string } } }
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { comment: components["schemas"]["Comment"] } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
422: components["responses"]["Invalid"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Take a file of a comment away for good */
RedactTicketCommentAttachment: {
parameters: { query?: never; header?: never; path: { id: number; commentId: number; attachmentId: number }; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { attachment: components["schemas"]["Attachment"] } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Proves an address by the token of a link */
RedeemAddressVerification: {
parameters: { query?: never; header?: never; path?: never; cookie?: never }
requestBody: { content: { "application/json": { token: string } } }
responses: {
204: { headers: { [name: string]: unknown }; content?: never }
400: components["responses"]["BadRequest"]
422: components["responses"]["Invalid"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Sets a new password by the token of a link; ends all sessions */
RedeemPasswordReset: {
parameters: { query?: never; header?: never; path?: never; cookie?: never }
requestBody: { content: { "application/json": { token: string; password: string } } }
responses: {
204: { headers: { [name: string]: unknown }; content?: never }
400: components["responses"]["BadRequest"]
422: components["responses"]["Invalid"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Judge the past of up to 100 tickets by the SLA policies of today */
ReevaluateManyTicketClocks: {
parameters: { query: { ids: string }; header?: never; path?: never; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { job_status: components["schemas"]["JobStatus"] } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Judge the past of a ticket by the SLA policies of today */
ReevaluateTicketClock: {
parameters: { query?: never; header?: never; path: { id: number }; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { reevaluation: { ticket_id: number; audit_id: number | null; changes: ({ metric: string; instance: number; from: { policy: string; minutes: number; in_business_hours: boolean; breached_at: string | null } | null; to: { policy: string; minutes: number; in_business_hours: boolean; breached_at: string | null } | null })[] } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Say that a change is not to be made */
RejectPolicyChange: {
parameters: { query?: never; header?: never; path: { id: number }; cookie?: never }
requestBody: { content: { "application/json": { reason?: string } } }
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { policy_change: { id: number; url: string; title: string; reason: string; state: string; author_id: number; base_version: number; edits: (unknown)[]; decided_by_id: number | null; decided_at: string | null; decision_reason: string | null; applied_by_id: number | null; applied_version: number | null; created_at: string; updated_at: string; diff: ({ kind: string; id: number; title: string; operation: string; differences: ({ field: string; change: string; from: unknown; to: unknown; text: string })[]; before: unknown; after: unknown })[]; lint: ({ kind: string; id: number; title: string; severity: string; message: string })[]; conflicts: ({ kind: string; id: number; title: string; versions: (number)[] })[]; policy_dry_run_ids: (number)[] } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
422: components["responses"]["Invalid"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Takes tags away of one of the organizations */
RemoveOrganizationTags: {
parameters: { query?: never; header?: never; path: { id: number }; cookie?: never }
requestBody: { content: { "application/json": { tags: (string)[] | string } } }
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { tags: (string)[] } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
422: components["responses"]["Invalid"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Take a vendor or partner out of a ticket */
RemoveTicketParty: {
parameters: { query?: never; header?: never; path: { id: number; partyId: number }; cookie?: never }
requestBody?: never
responses: {
204: { headers: { [name: string]: unknown }; content?: never }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Take tags off a ticket */
RemoveTicketTags: {
parameters: { query?: never; header?: never; path: { id: number }; cookie?: never }
requestBody: { content: { "application/json": { tags: (string)[] | string; safe_update?: boolean | string | null; updated_stamp?: string | { updated_at?: string } | null } } }
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { tags: (string)[] } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
422: components["responses"]["Invalid"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Take an entry out of the log; what it said stays readable */
RemoveTroubleshootingEntry: {
parameters: { query?: never; header?: never; path: { id: number; entryId: number }; cookie?: never }
requestBody?: never
responses: {
204: { headers: { [name: string]: unknown }; content?: never }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Takes tags away of one of the users */
RemoveUserTags: {
parameters: { query?: never; header?: never; path: { id: number }; cookie?: never }
requestBody: { content: { "application/json": { tags: (string)[] | string } } }
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { tags: (string)[] } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
422: components["responses"]["Invalid"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Put automations into an order; those not named follow as they stood */
ReorderAutomations: {
parameters: { query?: never; header?: never; path?: never; cookie?: never }
requestBody: { content: { "application/json": { automation_ids: (number)[]; category_id?: string | number | null } } }
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { automations: ({ url: string; id: number; title: string; raw_title: string; active: boolean; default: boolean; position: number; conditions: { all: ({ field: string; operator?: string; value?: unknown })[]; any: ({ field: string; operator?: string; value?: unknown })[] }; actions: ({ field: string; value: unknown })[]; created_at: string; updated_at: string; usage_1h?: number; usage_24h?: number; usage_7d?: number; usage_30d?: number; once_per_ticket: boolean })[]; count?: number; next_page?: string | null; previous_page?: string | null; meta?: { has_more: boolean; after_cursor: string | null; before_cursor: string | null }; links?: { prev: string | null; next: string | null } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
422: components["responses"]["Invalid"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Puts all group SLA policies into an order */
ReorderGroupSLAPolicies: {
parameters: { query?: never; header?: never; path?: never; cookie?: never }
requestBody: { content: { "application/json": { group_sla_policy_ids: (string)[] } } }
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { [key: string]: unknown } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
422: components["responses"]["Invalid"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Puts the custom fields of organizations into an order */
ReorderOrganizationFields: {
parameters: { query?: never; header?: never; path?: never; cookie?: never }
requestBody: { content: { "application/json": { organization_field_ids: (number)[] } } }
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { [key: string]: unknown } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
422: components["responses"]["Invalid"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Puts all SLA policies into an order */
ReorderSLAPolicies: {
parameters: { query?: never; header?: never; path?: never; cookie?: never }
requestBody: { content: { "application/json": { sla_policy_ids: (number)[] } } }
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { [key: string]: unknown } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
422: components["responses"]["Invalid"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Put the fields of tickets into an order */
ReorderTicketFields: {
parameters: { query?: never; header?: never; path?: never; cookie?: never }
requestBody: { content: { "application/json": { ticket_field_ids: (number)[] } } }
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { [key: string]: unknown } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
422: components["responses"]["Invalid"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Put ticket forms into an order */
ReorderTicketForms: {
parameters: { query?: never; header?: never; path?: never; cookie?: never }
requestBody: { content: { "application/json": { ticket_form_ids: (number)[] } } }
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { ticket_forms: (components["schemas"]["TicketForm"])[]; count?: number; next_page?: string | null; previous_page?: string | null; meta?: { has_more: boolean; after_cursor: string | null; before_cursor: string | null }; links?: { prev: string | null; next: string | null } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
422: components["responses"]["Invalid"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Put triggers into an order; those not named follow as they stood */
ReorderTriggers: {
parameters: { query?: never; header?: never; path?: never; cookie?: never }
requestBody: { content: { "application/json": { trigger_ids: (number)[]; category_id?: string | number | null } } }
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { triggers: ({ url: string; id: number; title: string; raw_title: string; active: boolean; default: boolean; position: number; conditions: { all: ({ field: string; operator?: string; value?: unknown })[]; any: ({ field: string; operator?: string; value?: unknown })[] }; actions: ({ field: string; value: unknown })[]; created_at: string; updated_at: string; usage_1h?: number; usage_24h?: number; usage_7d?: number; usage_30d?: number; description: string | null; category_id: string })[]; count?: number; next_page?: string | null; previous_page?: string | null; meta?: { has_more: boolean; after_cursor: string | null; before_cursor: string | null }; links?: { prev: string | null; next: string | null } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
422: components["responses"]["Invalid"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Puts the custom fields of users into an order */
ReorderUserFields: {
parameters: { query?: never; header?: never; path?: never; cookie?: never }
requestBody: { content: { "application/json": { user_field_ids: (number)[] } } }
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { [key: string]: unknown } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
422: components["responses"]["Invalid"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Sends something again, under the same id */
ReplayWebhookInvocation: {
parameters: { query?: never; header?: never; path: { id: string; invocationId: string }; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { invocation: { id: string; webhook_id: string; event_type: string | null; subject: string; status: string; attempts: number; created_at: string; next_attempt_at: string | null; latest_completed_at: string | null } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Mails a link to set a new password, if somebody has that address; the answer is always the same */
RequestPasswordReset: {
parameters: { query?: never; header?: never; path?: never; cookie?: never }
requestBody: { content: { "application/json": { email: string } } }
responses: {
204: { headers: { [name: string]: unknown }; content?: never }
400: components["responses"]["BadRequest"]
422: components["responses"]["Invalid"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Mails a link that proves an address */
RequestUserIdentityVerification: {
parameters: { query?: never; header?: never; path: { user_id: number; id: number }; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { [key: string]: unknown } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Send a mail again that failed, came back or was held back */
ResendTicketMail: {
parameters: { query?: never; header?: never; path: { id: number; mailId: number }; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { mail: { id: number; url: string; ticket_id: number; comment_id: number | null; user_id: number; address: string; message_id: string; automatic: boolean; state: "queued" | "sent" | "suppressed" | "failed" | "bounced" | "delivered" | "complained"; reason: string | null; attempts: number; created_at: string; sent_at: string | null } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Makes a new secret; the old one signs beside it for a day */
ResetWebhookSigningSecret: {
parameters: { query?: never; header?: never; path: { id: string }; cookie?: never }
requestBody?: never
responses: {
201: { headers: { [name: string]: unknown }; content: { "application/json": { signing_secret: { secret: string; algorithm: string } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Bring a deleted ticket back */
RestoreDeletedTicket: {
parameters: { query?: never; header?: never; path: { id: number }; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { [key: string]: unknown } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Bring up to 100 deleted tickets back */
RestoreManyDeletedTickets: {
parameters: { query?: { ids?: string }; header?: never; path?: never; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { [key: string]: unknown } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** What the filters of group SLA policies may say */
RetrieveGroupSLAPolicyFilterDefinitionItems: {
parameters: { query?: never; header?: never; path?: never; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { definitions: { all: ({ title: string; value: string; group: string; operators: ({ title: string; value: string })[]; values: { type: string; list: ({ title: string; value: string | number | null })[] } })[] } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** What the filters of SLA policies may say */
RetrieveSLAPolicyFilterDefinitionItems: {
parameters: { query?: never; header?: never; path?: never; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { definitions: { all: ({ title: string; value: string; group: string; operators: ({ title: string; value: string })[]; values: { type: string; list: ({ title: string; value: string | number | null })[] } })[]; any: ({ title: string; value: string; group: string; operators: ({ title: string; value: string })[]; values: { type: string; list: ({ title: string; value: string | number | null })[] } })[] } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Looks into a mailbox now, at the messages too that were left there */
RetryMailbox: {
parameters: { query?: never; header?: never; path: { id: number }; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { health: { mailbox_id: number; state: string; error: string | null; failures: number; checked_at: string | null; succeeded_at: string | null; next_check_at: string | null; backlog: number; kept_today: number; unmarked: number; failing: number; left: number; left_messages: ({ uid: number; attempts: number; error: string | null; at: string })[]; uid_validity: number | null; last_uid: number } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Ends an API token at once */
RevokeApiToken: {
parameters: { query?: never; header?: never; path: { id: number }; cookie?: never }
requestBody?: never
responses: {
204: { headers: { [name: string]: unknown }; content?: never }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Ends a token of an OAuth client at once, and what would renew it */
RevokeOAuthToken: {
parameters: { query?: never; header?: never; path: { id: number }; cookie?: never }
requestBody?: never
responses: {
204: { headers: { [name: string]: unknown }; content?: never }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Bring documents back to how they stood in a version, by a new one */
RollBackPolicy: {
parameters: { query?: never; header?: never; path: { version: number }; cookie?: never }
requestBody: { content: { "application/json": { documents?: ({ kind: string; id: number })[]; reason?: string } } }
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { policy_version: { version: number; url: string; created_at: string; author_id: number | null; summary: string; reason: string | null; policy_change_id: number | null; restores_version: number | null; broke_glass: boolean; counts: { created: number; updated: number; deleted: number }; documents: ({ kind: string; id: number; title: string | null; operation: string })[]; diff: ({ kind: string; id: number; title: string; operation: string; differences: ({ field: string; change: string; from: unknown; to: unknown; text: string })[]; before: unknown; after: unknown })[] } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
422: components["responses"]["Invalid"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Organizations that changed since a time: the first fifty, to try it out */
SampleOrganizations: {
parameters: { query?: { start_time?: number | string; cursor?: string; per_page?: number | string; "page[size]"?: number | string; "page[after]"?: string; after_position?: number | string }; header?: never; path?: never; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { organizations: ({ id: number; url: string; name: string; shared_tickets: boolean; shared_comments: boolean; external_id: string | null; created_at: string; updated_at: string; domain_names: (string)[]; details: string | null; notes: string | null; group_id: number | null; tags: (string)[]; organization_fields: { [key: string]: boolean | number | (string)[] | string | null }; deleted_at: string | null })[]; count?: number; end_time?: number; next_page?: string | null; after_url?: string | null; after_cursor?: string | null; meta?: { has_more: boolean; after_cursor: string | null }; links?: { next: string | null }; end_of_stream: boolean } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** What happened to tickets since a time: the first fifty, to try it out */
SampleTicketEvents: {
parameters: { query?: { start_time?: number | string; cursor?: string; per_page?: number | string; "page[size]"?: number | string; "page[after]"?: string; after_position?: number | string; include?: string; exclude_deleted?: boolean }; header?: never; path?: never; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { ticket_events: (components["schemas"]["TicketEvent"])[]; count?: number; end_time?: number; next_page?: string | null; after_url?: string | null; after_cursor?: string | null; meta?: { has_more: boolean; after_cursor: string | null }; links?: { next: string | null }; end_of_stream: boolean } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Tickets that changed since a time: the first fifty, to try it out */
SampleTickets: {
parameters: { query?: { start_time?: number | string; cursor?: string; per_page?: number | string; "page[size]"?: number | string; "page[after]"?: string; after_position?: number | string; include?: string; exclude_deleted?: boolean; support_type_scope?: string }; header?: never; path?: never; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { tickets: (components["schemas"]["Ticket"])[]; users?: (components["schemas"]["User"])[]; groups?: (components["schemas"]["Group"])[]; organizations?: (components["schemas"]["Organization"])[]; last_audits?: (components["schemas"]["Audit"])[]; ticket_forms?: ({ [key: string]: unknown })[]; incident_counts?: ({ ticket_id: number; incident_count: number })[]; sharing_agreements?: ({ [key: string]: unknown })[]; count?: number; end_time?: number; next_page?: string | null; after_url?: string | null; after_cursor?: string | null; meta?: { has_more: boolean; after_cursor: string | null }; links?: { next: string | null }; end_of_stream: boolean } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Users that changed since a time: the first fifty, to try it out */
SampleUsers: {
parameters: { query?: { start_time?: number | string; cursor?: string; per_page?: number | string; "page[size]"?: number | string; "page[after]"?: string; after_position?: number | string; include?: string }; header?: never; path?: never; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { users: ({ id: number | null; url: string | null; name: string; email: string | null; created_at: string | null; updated_at: string | null; time_zone: string; iana_time_zone: string; phone: string | null; shared_phone_number: boolean | null; photo: unknown | null; locale_id: number; locale: string; organization_id: number | null; role: string; verified: boolean; external_id?: string | null; tags?: (string)[]; alias?: string | null; active?: boolean; shared?: boolean; shared_agent?: boolean; last_login_at?: string | null; two_factor_auth_enabled?: boolean | null; signature?: string | null; details?: string | null; notes?: string | null; role_type?: number | null; custom_role_id?: number | null; moderator?: boolean; ticket_restriction?: string | null; only_private_comments?: boolean; restricted_agent?: boolean; suspended?: boolean; default_group_id?: number | null; report_csv?: boolean; user_fields?: { [key: string]: boolean | number | (string)[] | string | null }; permanently_deleted: boolean })[]; organizations?: (components["schemas"]["Organization"])[]; groups?: (components["schemas"]["Group"])[]; identities?: (components["schemas"]["UserIdentity"])[]; count?: number; end_time?: number; next_page?: string | null; after_url?: string | null; after_cursor?: string | null; meta?: { has_more: boolean; after_cursor: string | null }; links?: { next: string | null }; end_of_stream: boolean } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Save one of one’s own drafts */
SaveDraft: {
parameters: { query?: never; header?: never; path: { id: number }; cookie?: never }
requestBody: { content: { "application/json": { draft: { public?: boolean | null; body?: string | null; html_body?: string | null; email_ccs?: ({ user_id?: number | string | null; user_email?: string | null; user_name?: string | null; action?: "put" | "delete" | null })[] | null; followers?: ({ user_id?: number | string | null; user_email?: string | null; user_name?: string | null; action?: "put" | "delete" | null })[] | null; uploads?: (string)[] | null; ticket?: { macro_ids?: (number | string)[] | null; subject?: string | null; raw_subject?: string | null; status?: string | null; custom_status_id?: number | string | null; type?: string | null; kind?: string | null; resolution_code?: string | null; priority?: string | null; requester_id?: number | string | null; requester?: { name?: string | null; email?: string | null; id?: number | string | null } | null; submitter_id?: number | string | null; assignee_id?: number | string | null; assignee_email?: string | null; group_id?: number | string | null; organization_id?: number | string | null; brand_id?: number | string | null; ticket_form_id?: number | string | null; problem_id?: number | string | null; external_id?: string | number | null; recipient?: string | null; due_at?: string | null; next_update_at?: string | null; tags?: (string)[] | string | null; additional_tags?: (string)[] | string | null; remove_tags?: (string)[] | string | null; custom_fields?: ({ id: number | string; value?: unknown })[] | { [key: string]: unknown } | null; fields?: ({ id: number | string; value?: unknown })[] | { [key: string]: unknown } | null; collaborators?: (number | string | { name?: string | null; email?: string | null; id?: number | string | null })[] | null; additional_collaborators?: (number | string | { name?: string | null; email?: string | null; id?: number | string | null })[] | null; collaborator_ids?: (number | string)[] | null; email_cc_ids?: (number | string)[] | null; follower_ids?: (number | string)[] | null; metadata?: { [key: string]: unknown } | null; via_id?: number | string | null; via_followup_source_id?: number | string | null } | null; based_on?: { updated_stamp?: string | null; version?: number | null } | null; version?: number | null } } } }
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { draft: { url: string; id: number; user_id: number; ticket_id: number | null; written_on_ticket_id: number | null; public: boolean; body: string; html_body: string; email_ccs: ({ [key: string]: unknown })[]; followers: ({ [key: string]: unknown })[]; uploads: (string)[]; attachments: (components["schemas"]["Attachment"])[]; ticket: { [key: string]: unknown }; based_on: { [key: string]: unknown } | null; version: number; created_at: string; updated_at: string } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
409: { headers: { [name: string]: unknown }; content: { "application/json": { error: string; description: string; draft: { url: string; id: number; user_id: number; ticket_id: number | null; written_on_ticket_id: number | null; public: boolean; body: string; html_body: string; email_ccs: ({ [key: string]: unknown })[]; followers: ({ [key: string]: unknown })[]; uploads: (string)[]; attachments: (components["schemas"]["Attachment"])[]; ticket: { [key: string]: unknown }; based_on: { [key: string]: unknown } | null; version: number; created_at: string; updated_at: string } | null } } }
422: components["responses"]["Invalid"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Save one’s draft on a ticket */
SaveTicketDraft: {
parameters: { query?: never; header?: never; path: { id: number }; cookie?: never }
requestBody: { content: { "application/json": { draft: { public?: boolean | null; body?: string | null; html_body?: string | null; email_ccs?: ({ user_id?: number | string | null; user_email?: string | null; user_name?: string | null; action?: "put" | "delete" | null })[] | null; followers?: ({ user_id?: number | string | null; user_email?: string | null; user_name?: string | null; action?: "put" | "delete" | null })[] | null; uploads?: (string)[] | null; ticket?: { macro_ids?: (number | string)[] | null; subject?: string | null; raw_subject?: string | null; status?: string | null; custom_status_id?: number | string | null; type?: string | null; kind?: string | null; resolution_code?: string | null; priority?: string | null; requester_id?: number | string | null; requester?: { name?: string | null; email?: string | null; id?: number | string | null } | null; submitter_id?: number | string | null; assignee_id?: number | string | null; assignee_email?: string | null; group_id?: number | string | null; organization_id?: number | string | null; brand_id?: number | string | null; ticket_form_id?: number | string | null; problem_id?: number | string | null; external_id?: string | number | null; recipient?: string | null; due_at?: string | null; next_update_at?: string | null; tags?: (string)[] | string | null; additional_tags?: (string)[] | string | null; remove_tags?: (string)[] | string | null; custom_fields?: ({ id: number | string; value?: unknown })[] | { [key: string]: unknown } | null; fields?: ({ id: number | string; value?: unknown })[] | { [key: string]: unknown } | null; collaborators?: (number | string | { name?: string | null; email?: string | null; id?: number | string | null })[] | null; additional_collaborators?: (number | string | { name?: string | null; email?: string | null; id?: number | string | null })[] | null; collaborator_ids?: (number | string)[] | null; email_cc_ids?: (number | string)[] | null; follower_ids?: (number | string)[] | null; metadata?: { [key: string]: unknown } | null; via_id?: number | string | null; via_followup_source_id?: number | string | null } | null; based_on?: { updated_stamp?: string | null; version?: number | null } | null; version?: number | null } } } }
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { draft: { url: string; id: number; user_id: number; ticket_id: number | null; written_on_ticket_id: number | null; public: boolean; body: string; html_body: string; email_ccs: ({ [key: string]: unknown })[]; followers: ({ [key: string]: unknown })[]; uploads: (string)[]; attachments: (components["schemas"]["Attachment"])[]; ticket: { [key: string]: unknown }; based_on: { [key: string]: unknown } | null; version: number; created_at: string; updated_at: string } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
409: { headers: { [name: string]: unknown }; content: { "application/json": { error: string; description: string; draft: { url: string; id: number; user_id: number; ticket_id: number | null; written_on_ticket_id: number | null; public: boolean; body: string; html_body: string; email_ccs: ({ [key: string]: unknown })[]; followers: ({ [key: string]: unknown })[]; uploads: (string)[]; attachments: (components["schemas"]["Attachment"])[]; ticket: { [key: string]: unknown }; based_on: { [key: string]: unknown } | null; version: number; created_at: string; updated_at: string } | null } } }
422: components["responses"]["Invalid"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Finds tickets, users, organizations and groups that the caller sees */
Search: {
parameters: { query?: { query?: string; page?: number | string; per_page?: number | string; sort_by?: string; sort_order?: string; include?: string; highlights?: boolean }; header?: never; path?: never; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { results: ({ id: number; result_type: string; highlights?: { subject?: string; comment?: string }; [key: string]: unknown })[]; count_is_estimate?: boolean; users?: (components["schemas"]["User"])[]; groups?: (components["schemas"]["Group"])[]; organizations?: (components["schemas"]["Organization"])[]; last_audits?: (components["schemas"]["Audit"])[]; ticket_forms?: ({ [key: string]: unknown })[]; incident_counts?: ({ ticket_id: number; incident_count: number })[]; sharing_agreements?: ({ [key: string]: unknown })[]; count?: number; next_page?: string | null; previous_page?: string | null; meta?: { has_more: boolean; after_cursor: string | null; before_cursor: string | null }; links?: { prev: string | null; next: string | null } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Automations by words of their titles, and by attributes */
SearchAutomations: {
parameters: { query?: { page?: number | string; per_page?: number | string; "page[size]"?: number | string; "page[after]"?: string; "page[before]"?: string; sort?: string; sort_by?: string; sort_order?: string; active?: boolean; category?: string; category_id?: string; include?: string; query?: string; filter?: string }; header?: never; path?: never; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { automations: ({ url: string; id: number; title: string; raw_title: string; active: boolean; default: boolean; position: number; conditions: { all: ({ field: string; operator?: string; value?: unknown })[]; any: ({ field: string; operator?: string; value?: unknown })[] }; actions: ({ field: string; value: unknown })[]; created_at: string; updated_at: string; usage_1h?: number; usage_24h?: number; usage_7d?: number; usage_30d?: number; once_per_ticket: boolean })[]; count?: number; next_page?: string | null; previous_page?: string | null; meta?: { has_more: boolean; after_cursor: string | null; before_cursor: string | null }; links?: { prev: string | null; next: string | null } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Macros by words of their titles */
SearchMacros: {
parameters: { query?: { page?: number | string; per_page?: number | string; "page[size]"?: number | string; "page[after]"?: string; "page[before]"?: string; sort?: string; sort_by?: string; sort_order?: string; active?: boolean; category?: string; category_id?: string; include?: string; access?: string; group_id?: number; query?: string; filter?: string }; header?: never; path?: never; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { macros: ({ url: string; id: number; title: string; raw_title: string; active: boolean; default: boolean; position: number; description: string | null; actions: ({ field: string; value: unknown })[]; restriction: null | { type: string; id: number; ids: (number)[] }; created_at: string; updated_at: string; owner_id: number | null; approved_by: number | null; approved_at: string | null; usage_1h?: number; usage_24h?: number; usage_7d?: number; usage_30d?: number; permissions?: { can_edit: boolean; can_delete: boolean }; edits?: { sent: number; edited: number; rate: number | null } })[]; count?: number; next_page?: string | null; previous_page?: string | null; meta?: { has_more: boolean; after_cursor: string | null; before_cursor: string | null }; links?: { prev: string | null; next: string | null } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Finds organizations by external id or whole name */
SearchOrganizations: {
parameters: { query?: { page?: number | string; per_page?: number | string; "page[size]"?: number | string; "page[after]"?: string; "page[before]"?: string; sort?: string; sort_by?: string; sort_order?: string; external_id?: string; name?: string }; header?: never; path?: never; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { organizations: (components["schemas"]["Organization"])[]; count?: number; next_page?: string | null; previous_page?: string | null; meta?: { has_more: boolean; after_cursor: string | null; before_cursor: string | null }; links?: { prev: string | null; next: string | null } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** What the caller asked for, by words of its subject and conversation */
SearchRequests: {
parameters: { query?: { page?: number | string; per_page?: number | string; "page[size]"?: number | string; "page[after]"?: string; "page[before]"?: string; sort?: string; sort_by?: string; sort_order?: string; include?: string; status?: string; query?: string }; header?: never; path?: never; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { requests: (components["schemas"]["Request"])[]; users?: ({ id: number; name: string; agent: boolean; organization_id: number | null })[]; count?: number; next_page?: string | null; previous_page?: string | null; meta?: { has_more: boolean; after_cursor: string | null; before_cursor: string | null }; links?: { prev: string | null; next: string | null } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Triggers by words of their titles, and by attributes */
SearchTriggers: {
parameters: { query?: { page?: number | string; per_page?: number | string; "page[size]"?: number | string; "page[after]"?: string; "page[before]"?: string; sort?: string; sort_by?: string; sort_order?: string; active?: boolean; category?: string; category_id?: string; include?: string; query?: string; filter?: string }; header?: never; path?: never; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { triggers: ({ url: string; id: number; title: string; raw_title: string; active: boolean; default: boolean; position: number; conditions: { all: ({ field: string; operator?: string; value?: unknown })[]; any: ({ field: string; operator?: string; value?: unknown })[] }; actions: ({ field: string; value: unknown })[]; created_at: string; updated_at: string; usage_1h?: number; usage_24h?: number; usage_7d?: number; usage_30d?: number; description: string | null; category_id: string })[]; count?: number; next_page?: string | null; previous_page?: string | null; meta?: { has_more: boolean; after_cursor: string | null; before_cursor: string | null }; links?: { prev: string | null; next: string | null } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Finds users by name, address, phone or external id */
SearchUsers: {
parameters: { query?: { page?: number | string; per_page?: number | string; "page[size]"?: number | string; "page[after]"?: string; "page[before]"?: string; sort?: string; sort_by?: string; sort_order?: string; include?: string; query?: string; external_id?: string }; header?: never; path?: never; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { users: (components["schemas"]["User"])[]; organizations?: (components["schemas"]["Organization"])[]; groups?: (components["schemas"]["Group"])[]; identities?: (components["schemas"]["UserIdentity"])[]; count?: number; next_page?: string | null; previous_page?: string | null; meta?: { has_more: boolean; after_cursor: string | null; before_cursor: string | null }; links?: { prev: string | null; next: string | null } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Views by words of their titles */
SearchViews: {
parameters: { query?: { page?: number | string; per_page?: number | string; "page[size]"?: number | string; "page[after]"?: string; "page[before]"?: string; sort?: string; sort_by?: string; sort_order?: string; active?: boolean; category?: string; category_id?: string; include?: string; access?: string; group_id?: number; query?: string; filter?: string }; header?: never; path?: never; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { views: ({ url: string; id: number; title: string; raw_title: string; active: boolean; default: boolean; position: number; description: string | null; created_at: string; updated_at: string; execution: { group_by: string | null; group_order: string; sort_by: string | null; sort_order: string; group: null | { id: string | number; title: string; order: string }; sort: null | { id: string | number; title: string; order: string }; columns: ({ id: string | number; title: string; filterable: boolean; sortable: boolean; type?: string; url?: string })[]; fields: ({ id: string | number; title: string; filterable: boolean; sortable: boolean; type?: string; url?: string })[]; custom_fields: ({ id: string | number; title: string; filterable: boolean; sortable: boolean; type?: string; url?: string })[] }; conditions: { all: ({ field: string; operator: string; value: unknown })[]; any: ({ field: string; operator: string; value: unknown })[] }; restriction: null | { type: string; id: number; ids: (number)[] }; usage_1h?: number; usage_24h?: number; usage_7d?: number; usage_30d?: number; permissions?: { can_edit: boolean; can_delete: boolean } })[]; lists: ({ key: string; title: string; url: string })[]; count?: number; next_page?: string | null; previous_page?: string | null; meta?: { has_more: boolean; after_cursor: string | null; before_cursor: string | null }; links?: { prev: string | null; next: string | null } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Say which skills somebody of the staff has: these and no others */
SetAgentAttributeValues: {
parameters: { query?: never; header?: never; path: { id: number }; cookie?: never }
requestBody: { content: { "application/json": { attribute_value_ids: (string)[] } } }
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { attribute_values: ({ id: string; url: string; name: string; attribute_id: string; conditions: { all: (unknown)[]; any: (unknown)[] } | null; created_at: string; updated_at: string })[] } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
422: components["responses"]["Invalid"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Choose the labels that statuses have where nobody chose one */
SetDefaultCustomStatuses: {
parameters: { query?: never; header?: never; path?: never; cookie?: never }
requestBody: { content: { "application/json": { ids: string | (number)[] } } }
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { custom_statuses: (components["schemas"]["CustomStatus"])[] } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
422: components["responses"]["Invalid"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Sets these tags and no others of one of the organizations */
SetOrganizationTags: {
parameters: { query?: never; header?: never; path: { id: number }; cookie?: never }
requestBody: { content: { "application/json": { tags: (string)[] | string } } }
responses: {
201: { headers: { [name: string]: unknown }; content: { "application/json": { tags: (string)[] } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
422: components["responses"]["Invalid"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Sets a user’s password */
SetPassword: {
parameters: { query?: never; header?: never; path: { id: number }; cookie?: never }
requestBody: { content: { "application/json": { password: string; previous_password?: string } } }
responses: {
204: { headers: { [name: string]: unknown }; content?: never }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
422: components["responses"]["Invalid"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Say which skills a ticket asks for: these and no others */
SetTicketAttributeValues: {
parameters: { query?: never; header?: never; path: { id: number }; cookie?: never }
requestBody: { content: { "application/json": { attribute_value_ids: (string)[] } } }
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { attribute_values: ({ id: string; url: string; name: string; attribute_id: string; conditions: { all: (unknown)[]; any: (unknown)[] } | null; created_at: string; updated_at: string })[] } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
422: components["responses"]["Invalid"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Give a ticket these tags and no others */
SetTicketTags: {
parameters: { query?: never; header?: never; path: { id: number }; cookie?: never }
requestBody: { content: { "application/json": { tags: (string)[] | string; safe_update?: boolean | string | null; updated_stamp?: string | { updated_at?: string } | null } } }
responses: {
201: { headers: { [name: string]: unknown }; content: { "application/json": { tags: (string)[] } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
422: components["responses"]["Invalid"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Sets these tags and no others of one of the users */
SetUserTags: {
parameters: { query?: never; header?: never; path: { id: number }; cookie?: never }
requestBody: { content: { "application/json": { tags: (string)[] | string } } }
responses: {
201: { headers: { [name: string]: unknown }; content: { "application/json": { tags: (string)[] } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
422: components["responses"]["Invalid"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Shows how the desk behaves */
ShowAccountSettings: {
parameters: { query?: never; header?: never; path?: never; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { settings: { branding: { [key: string]: unknown }; tickets: { [key: string]: unknown }; agents: { [key: string]: unknown }; api: { [key: string]: unknown }; brands: { [key: string]: unknown }; groups: { [key: string]: unknown }; limits: { [key: string]: unknown }; localization: { [key: string]: unknown }; routing: { [key: string]: unknown }; rule: { [key: string]: unknown }; side_conversations: { [key: string]: unknown }; ticket_form: { [key: string]: unknown }; user: { [key: string]: unknown }; active_features: { [key: string]: unknown }; email: { [key: string]: unknown }; desk: { [key: string]: unknown } } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** One activity */
ShowActivity: {
parameters: { query?: never; header?: never; path: { id: number }; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { activity: components["schemas"]["Activity"] } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** The page that a link to prove an address leads to */
ShowAddressPage: {
parameters: { query?: { token?: string }; header?: never; path?: never; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "text/html": string } }
400: components["responses"]["BadRequest"]
422: { headers: { [name: string]: unknown }; content: { "text/html": string } }
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** One file of a comment, with a link to its bytes */
ShowAttachment: {
parameters: { query?: never; header?: never; path: { id: number }; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { attachment: components["schemas"]["Attachment"] } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** One kind of skills */
ShowAttribute: {
parameters: { query?: never; header?: never; path: { attributeId: string }; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { attribute: { id: string; url: string; name: string; created_at: string; updated_at: string } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** One skill */
ShowAttributeValue: {
parameters: { query?: never; header?: never; path: { attributeId: string; valueId: string }; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { attribute_value: { id: string; url: string; name: string; attribute_id: string; conditions: { all: (unknown)[]; any: (unknown)[] } | null; created_at: string; updated_at: string } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Shows one thing that was done */
ShowAuditLog: {
parameters: { query?: never; header?: never; path: { id: number }; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { audit_log: components["schemas"]["AuditLog"] } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Which rules were looked at by one audit, which fired, and which clause decided */
ShowAuditTrace: {
parameters: { query?: never; header?: never; path: { id: number; auditId: number }; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { trace: { audit_id: number; ticket_id: number; created_at: string; author_id: number; policy_version: number; exact: boolean; truncated: boolean; rules: ({ type: string; id: number | string; title: string; fired: boolean; pass: number; clause: { list: string; index: number; field: string; operator: string; value: unknown } | null })[]; form_rules: ({ ticket_form_id: number; parent_field_id: number; value: string; held: boolean; child_field_ids: (number)[] })[] } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** One automation */
ShowAutomation: {
parameters: { query?: { include?: string }; header?: never; path: { id: number }; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { automation: { url: string; id: number; title: string; raw_title: string; active: boolean; default: boolean; position: number; conditions: { all: ({ field: string; operator?: string; value?: unknown })[]; any: ({ field: string; operator?: string; value?: unknown })[] }; actions: ({ field: string; value: unknown })[]; created_at: string; updated_at: string; usage_1h?: number; usage_24h?: number; usage_7d?: number; usage_30d?: number; once_per_ticket: boolean } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Shows a brand */
ShowBrand: {
parameters: { query?: never; header?: never; path: { id: number }; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { brand: components["schemas"]["Brand"] } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** What a macro would change on any ticket */
ShowChangesToTicket: {
parameters: { query?: never; header?: never; path: { id: number }; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { result: { ticket: { [key: string]: unknown }; problems: (string)[]; changed?: (string)[] } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** The raw mail that a comment came by */
ShowCommentSource: {
parameters: { query?: never; header?: never; path: { id: number; comment_id: number }; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": string } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Shows the language of whoever asks */
ShowCurrentLocale: {
parameters: { query?: never; header?: never; path?: never; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { locale: { id: number; url: string; locale: string; name: string; native_name: string; presentation_name: string; rtl: boolean; default: boolean; created_at: string; updated_at: string } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Shows the token that the request came with */
ShowCurrentToken: {
parameters: { query?: never; header?: never; path?: never; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { token: { id: number; url: string; user_id: number; client_id: number | null; scopes: (string)[]; created_at: string; used_at: string | null; expires_at: string | null } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Shows who calls; an anonymous user where nobody has signed in */
ShowCurrentUser: {
parameters: { query?: never; header?: never; path?: never; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { user: { id: number | null; url: string | null; name: string; email: string | null; created_at: string | null; updated_at: string | null; time_zone: string; iana_time_zone: string; phone: string | null; shared_phone_number: boolean | null; photo: unknown | null; locale_id: number; locale: string; organization_id: number | null; role: string; verified: boolean; external_id?: string | null; tags?: (string)[]; alias?: string | null; active?: boolean; shared?: boolean; shared_agent?: boolean; last_login_at?: string | null; two_factor_auth_enabled?: boolean | null; signature?: string | null; details?: string | null; notes?: string | null; role_type?: number | null; custom_role_id?: number | null; moderator?: boolean; ticket_restriction?: string | null; only_private_comments?: boolean; restricted_agent?: boolean; suspended?: boolean; default_group_id?: number | null; report_csv?: boolean; user_fields?: { [key: string]: boolean | number | (string)[] | string | null }; authenticity_token: string | null } } } }
400: components["responses"]["BadRequest"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Shows a role of staff */
ShowCustomRole: {
parameters: { query?: never; header?: never; path: { id: number }; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { custom_role: { id: number; url: string; name: string; description: string; role_type: number | null; created_at: string; updated_at: string; configuration: { [key: string]: unknown }; team_member_count: number } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** One label of a status */
ShowCustomStatus: {
parameters: { query?: never; header?: never; path: { id: number }; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { custom_status: components["schemas"]["CustomStatus"] } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Shows a user who was removed */
ShowDeletedUser: {
parameters: { query?: never; header?: never; path: { id: number }; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { deleted_user: components["schemas"]["User"] } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** A macro to begin with, made of a ticket or of another macro; it is not saved */
ShowDerivedMacro: {
parameters: { query?: { ticket_id?: number; macro_id?: number }; header?: never; path?: never; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { macro: { [key: string]: unknown } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** One of one’s own drafts */
ShowDraft: {
parameters: { query?: never; header?: never; path: { id: number }; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { draft: { url: string; id: number; user_id: number; ticket_id: number | null; written_on_ticket_id: number | null; public: boolean; body: string; html_body: string; email_ccs: ({ [key: string]: unknown })[]; followers: ({ [key: string]: unknown })[]; uploads: (string)[]; attachments: (components["schemas"]["Attachment"])[]; ticket: { [key: string]: unknown }; based_on: { [key: string]: unknown } | null; version: number; created_at: string; updated_at: string } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** One piece of the desk’s own words */
ShowDynamicContentItem: {
parameters: { query?: never; header?: never; path: { id: number }; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { item: { url: string; id: number; name: string; placeholder: string; default_locale_id: number; outdated: boolean; variants: ({ url: string; id: number; content: string; locale_id: number; outdated: boolean; active: boolean; default: boolean; created_at: string; updated_at: string })[]; created_at: string; updated_at: string } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Words of the desk in one language */
ShowDynamicContentVariant: {
parameters: { query?: never; header?: never; path: { id: number; variantId: number }; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { variant: { url: string; id: number; content: string; locale_id: number; outdated: boolean; active: boolean; default: boolean; created_at: string; updated_at: string } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** The page that asks for a link to choose a new password */
ShowForgottenPasswordPage: {
parameters: { query?: never; header?: never; path?: never; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "text/html": string } }
400: components["responses"]["BadRequest"]
422: { headers: { [name: string]: unknown }; content: { "text/html": string } }
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Shows a group */
ShowGroup: {
parameters: { query?: never; header?: never; path: { id: number }; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { group: components["schemas"]["Group"] } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Shows one membership of a group */
ShowGroupMembership: {
parameters: { query?: never; header?: never; path: { id: number }; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { group_membership: components["schemas"]["GroupMembership"] } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** How the tickets of a group are given out, and which group they are handed up to */
ShowGroupRouting: {
parameters: { query?: never; header?: never; path: { id: number }; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { routing: { group_id: number; strategy: string; user_ids: (number)[] | null; conditions: { all: (unknown)[]; any: (unknown)[] }; skills: string; fallback_minutes: number | null; next_group_id: number | null; tier: number | null } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Shows a group SLA policy */
ShowGroupSLAPolicy: {
parameters: { query?: never; header?: never; path: { id: string }; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { group_sla_policy: components["schemas"]["GroupSlaPolicy"] } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** What each of a group has in hand, against what they can take */
ShowGroupWorkload: {
parameters: { query?: never; header?: never; path: { id: number }; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { workload: ({ user_id: number; available: boolean; away: string | null; tickets: { new: number; open: number; pending: number; hold: number }; weight: number; capacity: number; load: number; over_capacity: boolean })[] } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Shows a holiday */
ShowHoliday: {
parameters: { query?: never; header?: never; path: { id: number; holiday_id: number }; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { holiday: components["schemas"]["Holiday"] } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** How far a bulk job is, and what became of it */
ShowJobStatus: {
parameters: { query?: never; header?: never; path: { id: string }; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { job_status: components["schemas"]["JobStatus"] } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Shows a language, by its id or its name */
ShowLocale: {
parameters: { query?: never; header?: never; path: { id: string }; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { locale: { id: number; url: string; locale: string; name: string; native_name: string; presentation_name: string; rtl: boolean; default: boolean; created_at: string; updated_at: string } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** One macro */
ShowMacro: {
parameters: { query?: { include?: string }; header?: never; path: { id: number }; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { macro: { url: string; id: number; title: string; raw_title: string; active: boolean; default: boolean; position: number; description: string | null; actions: ({ field: string; value: unknown })[]; restriction: null | { type: string; id: number; ids: (number)[] }; created_at: string; updated_at: string; owner_id: number | null; approved_by: number | null; approved_at: string | null; usage_1h?: number; usage_24h?: number; usage_7d?: number; usage_30d?: number; permissions?: { can_edit: boolean; can_delete: boolean }; edits?: { sent: number; edited: number; rate: number | null } } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Shows a mailbox */
ShowMailbox: {
parameters: { query?: never; header?: never; path: { id: number }; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { mailbox: components["schemas"]["Mailbox"] } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** How fetching from a mailbox goes, and what waits in it */
ShowMailboxHealth: {
parameters: { query?: never; header?: never; path: { id: number }; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { health: { mailbox_id: number; state: string; error: string | null; failures: number; checked_at: string | null; succeeded_at: string | null; next_check_at: string | null; backlog: number; kept_today: number; unmarked: number; failing: number; left: number; left_messages: ({ uid: number; attempts: number; error: string | null; at: string })[]; uid_validity: number | null; last_uid: number } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** The desk’s own words by their keys */
ShowManyDynamicContents: {
parameters: { query?: { identifiers?: string }; header?: never; path?: never; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { items: ({ url: string; id: number; name: string; placeholder: string; default_locale_id: number; outdated: boolean; variants: ({ url: string; id: number; content: string; locale_id: number; outdated: boolean; active: boolean; default: boolean; created_at: string; updated_at: string })[]; created_at: string; updated_at: string })[]; count?: number; next_page?: string | null; previous_page?: string | null; meta?: { has_more: boolean; after_cursor: string | null; before_cursor: string | null }; links?: { prev: string | null; next: string | null } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Bulk jobs by their ids */
ShowManyJobStatuses: {
parameters: { query?: { ids?: string }; header?: never; path?: never; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { job_statuses: (components["schemas"]["JobStatus"])[]; count?: number; next_page?: string | null; previous_page?: string | null; meta?: { has_more: boolean; after_cursor: string | null; before_cursor: string | null }; links?: { prev: string | null; next: string | null } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Shows organizations by ids or external ids, 100 at most; unknown ones are left out */
ShowManyOrganizations: {
parameters: { query?: { ids?: string; external_ids?: string }; header?: never; path?: never; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { organizations: (components["schemas"]["Organization"])[]; count?: number; next_page?: string | null; previous_page?: string | null; meta?: { has_more: boolean; after_cursor: string | null; before_cursor: string | null }; links?: { prev: string | null; next: string | null } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Ticket forms by their ids */
ShowManyTicketForms: {
parameters: { query?: { ids?: string }; header?: never; path?: never; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { ticket_forms: (components["schemas"]["TicketForm"])[]; count?: number; next_page?: string | null; previous_page?: string | null; meta?: { has_more: boolean; after_cursor: string | null; before_cursor: string | null }; links?: { prev: string | null; next: string | null } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Tickets by their ids or external ids; unknown ones are left out */
ShowManyTickets: {
parameters: { query?: { include?: string; ids?: string; external_ids?: string }; header?: never; path?: never; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { tickets: (components["schemas"]["Ticket"])[]; users?: (components["schemas"]["User"])[]; groups?: (components["schemas"]["Group"])[]; organizations?: (components["schemas"]["Organization"])[]; last_audits?: (components["schemas"]["Audit"])[]; ticket_forms?: ({ [key: string]: unknown })[]; incident_counts?: ({ ticket_id: number; incident_count: number })[]; sharing_agreements?: ({ [key: string]: unknown })[]; count?: number; next_page?: string | null; previous_page?: string | null; meta?: { has_more: boolean; after_cursor: string | null; before_cursor: string | null }; links?: { prev: string | null; next: string | null } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Shows users by ids or external ids, 100 at most; unknown ones are left out */
ShowManyUsers: {
parameters: { query?: { include?: string; ids?: string; external_ids?: string }; header?: never; path?: never; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { users: (components["schemas"]["User"])[]; organizations?: (components["schemas"]["Organization"])[]; groups?: (components["schemas"]["Group"])[]; identities?: (components["schemas"]["UserIdentity"])[]; count?: number; next_page?: string | null; previous_page?: string | null; meta?: { has_more: boolean; after_cursor: string | null; before_cursor: string | null }; links?: { prev: string | null; next: string | null } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Views by their ids; unknown ones are left out */
ShowManyViews: {
parameters: { query: { ids: string; active?: boolean }; header?: never; path?: never; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { views: ({ url: string; id: number; title: string; raw_title: string; active: boolean; default: boolean; position: number; description: string | null; created_at: string; updated_at: string; execution: { group_by: string | null; group_order: string; sort_by: string | null; sort_order: string; group: null | { id: string | number; title: string; order: string }; sort: null | { id: string | number; title: string; order: string }; columns: ({ id: string | number; title: string; filterable: boolean; sortable: boolean; type?: string; url?: string })[]; fields: ({ id: string | number; title: string; filterable: boolean; sortable: boolean; type?: string; url?: string })[]; custom_fields: ({ id: string | number; title: string; filterable: boolean; sortable: boolean; type?: string; url?: string })[] }; conditions: { all: ({ field: string; operator: string; value: unknown })[]; any: ({ field: string; operator: string; value: unknown })[] }; restriction: null | { type: string; id: number; ids: (number)[] }; usage_1h?: number; usage_24h?: number; usage_7d?: number; usage_30d?: number; permissions?: { can_edit: boolean; can_delete: boolean } })[]; count?: number; next_page?: string | null; previous_page?: string | null; meta?: { has_more: boolean; after_cursor: string | null; before_cursor: string | null }; links?: { prev: string | null; next: string | null } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** How long a ticket took */
ShowMetricsOfTicket: {
parameters: { query?: never; header?: never; path: { id: number }; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { ticket_metric: components["schemas"]["TicketMetric"] } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** What the form of a ticket asks for in its case, and is missing */
ShowMissingDiagnostics: {
parameters: { query?: never; header?: never; path: { id: number }; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { ticket_form_id: number | null; asked: number; count: number; missing: ({ kind: string; title: string; field_id: number | null; file: string | null; log_type: string | null; because: { field_id: number | null; value: string | null } })[] } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** The page on which somebody lets an OAuth client act for them */
ShowOAuthAuthorization: {
parameters: { query?: { client_id?: string; redirect_uri?: string; response_type?: string; scope?: string; state?: string; code_challenge?: string; code_challenge_method?: string }; header?: never; path?: never; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "text/html": string } }
303: { headers: { [name: string]: unknown }; content: { "text/html": string } }
400: components["responses"]["BadRequest"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Shows an OAuth client */
ShowOAuthClient: {
parameters: { query?: never; header?: never; path: { id: number }; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { client: { id: number; url: string; name: string; identifier: string; kind: string; company: string | null; description: string | null; logo_url: string | null; redirect_uri: (string)[]; scopes: (string)[]; user_id: number; global: boolean; secret: string | null; created_at: string; updated_at: string } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Shows an organization */
ShowOrganization: {
parameters: { query?: never; header?: never; path: { id: number }; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { organization: components["schemas"]["Organization"] } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Shows a named contact of an organization */
ShowOrganizationContact: {
parameters: { query?: never; header?: never; path: { organization_id: number; id: number }; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { organization_contact: { id: number; url: string; organization_id: number; user_id: number; name: string; email: string | null; roles: (string)[]; manages_contacts: boolean; notes: string | null; created_at: string; updated_at: string } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Shows a custom field of organizations, by id or key */
ShowOrganizationField: {
parameters: { query?: never; header?: never; path: { id: string }; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { organization_field: { url: string; id: number; type: string; key: string; title: string; raw_title: string; description: string; raw_description: string; position: number; active: boolean; system: boolean; regexp_for_validation: string | null; created_at: string; updated_at: string; tag?: string | null; custom_field_options?: ({ id: number; name: string; raw_name: string; value: string })[] } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Shows an option of a custom field */
ShowOrganizationFieldOption: {
parameters: { query?: never; header?: never; path: { id: string; option_id: string }; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { custom_field_option: { id: number; name: string; raw_name: string; value: string } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Shows one membership of a organization */
ShowOrganizationMembership: {
parameters: { query?: never; header?: never; path: { id: number }; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { organization_membership: components["schemas"]["OrganizationMembership"] } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Shows how two organizations became one */
ShowOrganizationMerge: {
parameters: { query?: never; header?: never; path: { id: string }; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { organization_merge: { id: string; url: string; loser_id: number; winner_id: number; status: string } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Counts what belongs to an organization */
ShowOrganizationRelated: {
parameters: { query?: never; header?: never; path: { id: number }; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { organization_related: { tickets_count: number; users_count: number } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Shows that somebody follows an organization */
ShowOrganizationSubscription: {
parameters: { query?: never; header?: never; path: { id: number }; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { organization_subscription: { id: number; url: string; user_id: number; organization_id: number; created_at: string } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** The page that a link to choose a password leads to */
ShowPasswordPage: {
parameters: { query?: { token?: string }; header?: never; path?: never; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "text/html": string } }
400: components["responses"]["BadRequest"]
422: { headers: { [name: string]: unknown }; content: { "text/html": string } }
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** A request with its differences, what is odd about it, what changed meanwhile, and its dry runs */
ShowPolicyChange: {
parameters: { query?: never; header?: never; path: { id: number }; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { policy_change: { id: number; url: string; title: string; reason: string; state: string; author_id: number; base_version: number; edits: (unknown)[]; decided_by_id: number | null; decided_at: string | null; decision_reason: string | null; applied_by_id: number | null; applied_version: number | null; created_at: string; updated_at: string; diff: ({ kind: string; id: number; title: string; operation: string; differences: ({ field: string; change: string; from: unknown; to: unknown; text: string })[]; before: unknown; after: unknown })[]; lint: ({ kind: string; id: number; title: string; severity: string; message: string })[]; conflicts: ({ kind: string; id: number; title: string; versions: (number)[] })[]; policy_dry_run_ids: (number)[] } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** How far a replay is, and what would differ, by what differs */
ShowPolicyDryRun: {
parameters: { query?: never; header?: never; path: { id: number }; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { policy_dry_run: { id: number; url: string; state: string; job_status_id: string; author_id: number; policy_change_id: number | null; base_version: number; from: string; to: string; sample_size: number | null; error: string | null; created_at: string; ended_at: string | null; report: { tickets: number; updates: number; differing: number; approximate: number; borrowed_facts: ({ fact: string; tickets: number })[]; kept_as_recorded: number; refused_by_both: number; redacted_comments: number; groups: ({ aspect: string; name: string; tickets: number; turns: ({ today: unknown; proposed: unknown; tickets: number })[]; samples: ({ ticket_id: number; url: string })[] })[] } | null; diff: ({ kind: string; id: number; title: string; operation: string; differences: ({ field: string; change: string; from: unknown; to: unknown; text: string })[]; before: unknown; after: unknown })[] } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** What one edit changed, document by document and clause by clause */
ShowPolicyVersion: {
parameters: { query?: never; header?: never; path: { version: number }; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { policy_version: { version: number; url: string; created_at: string; author_id: number | null; summary: string; reason: string | null; policy_change_id: number | null; restores_version: number | null; broke_glass: boolean; counts: { created: number; updated: number; deleted: number }; documents: ({ kind: string; id: number; title: string | null; operation: string })[]; diff: ({ kind: string; id: number; title: string; operation: string; differences: ({ field: string; change: string; from: unknown; to: unknown; text: string })[]; before: unknown; after: unknown })[] } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Which parts answers are to have, and the words by which they are known */
ShowReplyAid: {
parameters: { query?: never; header?: never; path?: never; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { reply_aid: { words: { [key: string]: (string)[] }; wanted: ({ kinds: (string)[]; statuses: (string)[]; parts: (string)[] })[] } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** One request */
ShowRequest: {
parameters: { query?: never; header?: never; path: { id: number }; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { request: components["schemas"]["Request"] } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** One comment of a request */
ShowRequestComment: {
parameters: { query?: never; header?: never; path: { id: number; commentId: number }; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { comment: components["schemas"]["RequestComment"] } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** One resolution code */
ShowResolutionCode: {
parameters: { query?: never; header?: never; path: { id: number }; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { resolution_code: { url: string; id: number; code: string; label: string; description: string | null; active: boolean; position: number; kinds: (string)[]; ticket_form_ids: (number)[]; created_at: string; updated_at: string } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** What tickets weigh, and how much people can have in hand */
ShowRoutingSettings: {
parameters: { query?: never; header?: never; path?: never; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { routing_settings: { default_capacity: number; role_capacities: { [key: string]: number }; status_weights: { new: number; open: number; pending: number; hold: number }; priority_weights: { none: number; low: number; normal: number; high: number; urgent: number } } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Shows an SLA policy */
ShowSLAPolicy: {
parameters: { query?: never; header?: never; path: { id: number }; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { sla_policy: components["schemas"]["SlaPolicy"] } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** One rating */
ShowSatisfactionRating: {
parameters: { query?: never; header?: never; path: { id: number }; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { satisfaction_rating: components["schemas"]["SatisfactionRating"] } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** One reason why help can have been bad */
ShowSatisfactionReason: {
parameters: { query?: never; header?: never; path: { id: number }; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { reason: { id: number; url: string; reason_code: number; value: string; raw_value: string; created_at: string; updated_at: string } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Shows a schedule */
ShowSchedule: {
parameters: { query?: never; header?: never; path: { id: number }; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { schedule: components["schemas"]["Schedule"] } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Shows a support address */
ShowSupportAddress: {
parameters: { query?: never; header?: never; path: { id: number }; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { recipient_address: { id: number; url: string; brand_id: number; default: boolean; name: string; email: string; forwarding_status: string; spf_status: string; cname_status: string; domain_verification_status: string; domain_verification_code: string; created_at: string; updated_at: string } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** One suspended mail */
ShowSuspendedTicket: {
parameters: { query?: never; header?: never; path: { id: number }; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { suspended_ticket: components["schemas"]["SuspendedTicket"] } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Shows a target */
ShowTarget: {
parameters: { query?: never; header?: never; path: { id: number }; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { target: { id: number; url: string; title: string; type: string; active: boolean; target_url: string; method: string; content_type: string | null; username: string | null; created_at: string } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Shows a message to a target that failed */
ShowTargetFailure: {
parameters: { query?: never; header?: never; path: { id: number }; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { target_failure: { id: number; url: string; target_name: string; status_code: number | null; exception: string | null; consecutive_failure_count: number; created_at: string } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** One ticket */
ShowTicket: {
parameters: { query?: { include?: string }; header?: never; path: { id: number }; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { ticket: components["schemas"]["Ticket"]; users?: (components["schemas"]["User"])[]; groups?: (components["schemas"]["Group"])[]; organizations?: (components["schemas"]["Organization"])[]; last_audits?: (components["schemas"]["Audit"])[]; ticket_forms?: ({ [key: string]: unknown })[]; incident_counts?: ({ ticket_id: number; incident_count: number })[]; sharing_agreements?: ({ [key: string]: unknown })[] } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** A ticket as it would be after a macro; nothing is saved */
ShowTicketAfterChanges: {
parameters: { query?: never; header?: never; path: { id: number; macro_id: number }; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { result: { ticket: { [key: string]: unknown }; problems: (string)[]; changed?: (string)[] } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** One audit of a ticket */
ShowTicketAudit: {
parameters: { query?: never; header?: never; path: { id: number; auditId: number }; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { audit: components["schemas"]["Audit"] } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** What a change is planned to be, whom it affects, and whether it is approved */
ShowTicketChange: {
parameters: { query?: never; header?: never; path: { id: number }; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { change: { version: number; planned_start_at: string | null; planned_end_at: string | null; risk: string | null; rollback_plan: string | null; affected_organization_ids: (number)[]; affected_user_ids: (number)[]; approval: { state: string; requested_by_id: number | null; decided_by_id: number | null; at: string | null } } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Why the clocks of a ticket stand as they do: every interval with its cause, hours and target */
ShowTicketClock: {
parameters: { query?: never; header?: never; path: { id: number }; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { clock: { ticket_id: number; as_of: string | null; stage: string | null; next_breach_at: string | null; policy: { id: string; title: string } | null; group_policy: { id: string; title: string } | null; schedule: { id: number; name: string; version: number } | null; clocks: ({ metric: string; instance: number; state: string; target: { policy: { id: string; title: string }; priority: string; minutes: number; business_hours: boolean; commitment: string; schedule: { id: number; name: string; version: number } | null } | null; started_at: string | null; breach_at: string | null; breached_at: string | null; fulfilled_at: string | null; cancelled_at: string | null; elapsed_minutes: number; left_minutes: number | null; intervals: ({ from: string | null; to: string | null; state: string; counted_minutes: number; target: { policy: { id: string; title: string }; priority: string; minutes: number; business_hours: boolean; commitment: string; schedule: { id: number; name: string; version: number } | null } | null; policy_version: number; cause: { audit_id: number; author_id: number; because: (string)[] } | null })[]; warnings: ({ minutes_before: number; at: string | null; audit_id: number })[] })[] } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** One’s own draft on a ticket, and those that merged tickets brought along */
ShowTicketDraft: {
parameters: { query?: { kind?: "public" | "internal" }; header?: never; path: { id: number }; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { draft: { url: string; id: number; user_id: number; ticket_id: number | null; written_on_ticket_id: number | null; public: boolean; body: string; html_body: string; email_ccs: ({ [key: string]: unknown })[]; followers: ({ [key: string]: unknown })[]; uploads: (string)[]; attachments: (components["schemas"]["Attachment"])[]; ticket: { [key: string]: unknown }; based_on: { [key: string]: unknown } | null; version: number; created_at: string; updated_at: string } | null; others: ({ url: string; id: number; user_id: number; ticket_id: number | null; written_on_ticket_id: number | null; public: boolean; body: string; html_body: string; email_ccs: ({ [key: string]: unknown })[]; followers: ({ [key: string]: unknown })[]; uploads: (string)[]; attachments: (components["schemas"]["Attachment"])[]; ticket: { [key: string]: unknown }; based_on: { [key: string]: unknown } | null; version: number; created_at: string; updated_at: string })[] } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** One field of tickets */
ShowTicketField: {
parameters: { query?: never; header?: never; path: { id: number }; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { ticket_field: components["schemas"]["TicketField"] } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** One option of a field */
ShowTicketFieldOption: {
parameters: { query?: never; header?: never; path: { id: number; optionId: number }; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { custom_field_option: { id: number; name: string; raw_name: string; value: string; default: boolean } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** One ticket form */
ShowTicketForm: {
parameters: { query?: never; header?: never; path: { id: number }; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { ticket_form: components["schemas"]["TicketForm"] } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** One mail of a ticket */
ShowTicketMail: {
parameters: { query?: never; header?: never; path: { id: number; mailId: number }; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { mail: { id: number; url: string; ticket_id: number; comment_id: number | null; user_id: number; address: string; message_id: string; automatic: boolean; state: "queued" | "sent" | "suppressed" | "failed" | "bounced" | "delivered" | "complained"; reason: string | null; attempts: number; created_at: string; sent_at: string | null } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** How long a ticket took */
ShowTicketMetrics: {
parameters: { query?: never; header?: never; path: { id: number }; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { ticket_metric: components["schemas"]["TicketMetric"] } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** How many incidents a ticket has, and which ticket it follows up */
ShowTicketRelated: {
parameters: { query?: never; header?: never; path: { id: number }; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { ticket_related: { jira_issue_ids: (string)[]; followup_source_ids: (number)[]; from_archive: boolean; incidents: number; merged_into: number | null; merged_ticket_ids: (number)[]; split_from: number | null; split_ticket_ids: (number)[] } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Why a ticket was given to whom, and to whom it would be given now, in its group or another */
ShowTicketRouting: {
parameters: { query?: { group_id?: number }; header?: never; path: { id: number }; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { routing: { ticket_id: number; group_id: number | null; assignee_id: number | null; tier: number | null; next_group_id: number | null; strategy: string; waiting_since: string | null; skill_ids: (string)[]; decisions: ({ decided_at: string; group_id: number; user_id: number; policy_version: number; candidates: ({ user_id: number; reason: string; explanation: string; load: number; weight: number; capacity: number; lacking_skill_ids: (string)[]; last_turn: number | null })[] })[]; now: { group_id: number; strategy: string; matches_conditions: boolean; user_id: number | null; candidates: ({ user_id: number; reason: string; explanation: string; load: number; weight: number; capacity: number; lacking_skill_ids: (string)[]; last_turn: number | null })[] } | null } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Why a ticket stands where it stands in the queue */
ShowTicketWeight: {
parameters: { query?: never; header?: never; path: { id: number }; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { weight: { ticket_id: number; as_of: string; weight: number; position: number | null; of: number; terms: ({ term: string; value: string | null; hours: number })[] } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** One trigger */
ShowTrigger: {
parameters: { query?: { include?: string }; header?: never; path: { id: number }; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { trigger: { url: string; id: number; title: string; raw_title: string; active: boolean; default: boolean; position: number; conditions: { all: ({ field: string; operator?: string; value?: unknown })[]; any: ({ field: string; operator?: string; value?: unknown })[] }; actions: ({ field: string; value: unknown })[]; created_at: string; updated_at: string; usage_1h?: number; usage_24h?: number; usage_7d?: number; usage_30d?: number; description: string | null; category_id: string } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** One category of triggers */
ShowTriggerCategoryById: {
parameters: { query?: never; header?: never; path: { id: number }; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { trigger_category: { id: string; name: string; position: number; created_at: string; updated_at: string; active_rules_count?: number; inactive_rules_count?: number } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** One entry of the log with all its versions, one that was taken out too */
ShowTroubleshootingEntry: {
parameters: { query?: never; header?: never; path: { id: number; entryId: number }; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { troubleshooting_entry: { id: number; position: number | null; type: string; state: string; title: string; details: string | null; outcome: string | null; removed: boolean; version: number; comment_id: number; author_id: number; updated_at: string; created_by_id: number; created_at: string }; versions: ({ type: string; state: string; title: string; details: string | null; outcome: string | null; removed: boolean; version: number; comment_id: number; author_id: number; updated_at: string })[] } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Shows a user; end users see themselves only */
ShowUser: {
parameters: { query?: { include?: string }; header?: never; path: { id: number }; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { user: components["schemas"]["User"]; organizations?: (components["schemas"]["Organization"])[]; groups?: (components["schemas"]["Group"])[]; identities?: (components["schemas"]["UserIdentity"])[] } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Whether somebody takes tickets now, and how many */
ShowUserAvailability: {
parameters: { query?: never; header?: never; path: { id: number }; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { availability: { user_id: number; status: string; available: boolean; away: string | null; back_at: string | null; capacity: number | null; effective_capacity: number; modifier: number; schedule_id: number | null } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Shows a custom field of users, by id or key */
ShowUserField: {
parameters: { query?: never; header?: never; path: { id: string }; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { user_field: { url: string; id: number; type: string; key: string; title: string; raw_title: string; description: string; raw_description: string; position: number; active: boolean; system: boolean; regexp_for_validation: string | null; created_at: string; updated_at: string; tag?: string | null; custom_field_options?: ({ id: number; name: string; raw_name: string; value: string })[] } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Shows an option of a custom field */
ShowUserFieldOption: {
parameters: { query?: never; header?: never; path: { id: string; option_id: string }; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { custom_field_option: { id: number; name: string; raw_name: string; value: string } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Shows one membership of a user */
ShowUserGroupMembership: {
parameters: { query?: never; header?: never; path: { user_id: number; id: number }; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { group_membership: components["schemas"]["GroupMembership"] } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Shows an address or account of a user */
ShowUserIdentity: {
parameters: { query?: never; header?: never; path: { user_id: number; id: number }; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { identity: components["schemas"]["UserIdentity"] } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Shows one membership of a user */
ShowUserOrganizationMembership: {
parameters: { query?: never; header?: never; path: { user_id: number; id: number }; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { organization_membership: components["schemas"]["OrganizationMembership"] } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** The picture of a user, for whoever was shown its address */
ShowUserPhoto: {
parameters: { query?: never; header?: never; path: { id: number; key: string }; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": unknown } }
400: components["responses"]["BadRequest"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Counts the tickets of a user */
ShowUserRelated: {
parameters: { query?: never; header?: never; path: { id: number }; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { user_related: { assigned_tickets: number; requested_tickets: number; ccd_tickets: number; organization_subscriptions: number } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Shows an open session of a user */
ShowUserSession: {
parameters: { query?: never; header?: never; path: { user_id: number; id: number }; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { session: { id: number; url: string; user_id: number; authenticated_at: string; last_seen_at: string; expires_at: string; ip: string | null; user_agent: string | null } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** One view */
ShowView: {
parameters: { query?: { include?: string }; header?: never; path: { id: number }; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { view: { url: string; id: number; title: string; raw_title: string; active: boolean; default: boolean; position: number; description: string | null; created_at: string; updated_at: string; execution: { group_by: string | null; group_order: string; sort_by: string | null; sort_order: string; group: null | { id: string | number; title: string; order: string }; sort: null | { id: string | number; title: string; order: string }; columns: ({ id: string | number; title: string; filterable: boolean; sortable: boolean; type?: string; url?: string })[]; fields: ({ id: string | number; title: string; filterable: boolean; sortable: boolean; type?: string; url?: string })[]; custom_fields: ({ id: string | number; title: string; filterable: boolean; sortable: boolean; type?: string; url?: string })[] }; conditions: { all: ({ field: string; operator: string; value: unknown })[]; any: ({ field: string; operator: string; value: unknown })[] }; restriction: null | { type: string; id: number; ids: (number)[] }; usage_1h?: number; usage_24h?: number; usage_7d?: number; usage_30d?: number; permissions?: { can_edit: boolean; can_delete: boolean } } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Shows a webhook */
ShowWebhook: {
parameters: { query?: never; header?: never; path: { id: string }; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { webhook: components["schemas"]["Webhook"] } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Shows what a receiver verifies messages with */
ShowWebhookSigningSecret: {
parameters: { query?: never; header?: never; path: { id: string }; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { signing_secret: { secret: string; algorithm: string } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Opens a session: sets its cookie and answers the token that writes must bring */
SignIn: {
parameters: { query?: never; header?: never; path?: never; cookie?: never }
requestBody: { content: { "application/json": { email: string; password: string } } }
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { user: components["schemas"]["User"]; session: { authenticity_token: string; expires_at: string } } } }
400: components["responses"]["BadRequest"]
422: components["responses"]["Invalid"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Ends the session that the request came with */
SignOut: {
parameters: { query?: never; header?: never; path?: never; cookie?: never }
requestBody?: never
responses: {
204: { headers: { [name: string]: unknown }; content?: never }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Note that one passes a ticket over, and why */
SkipTicket: {
parameters: { query?: never; header?: never; path?: never; cookie?: never }
requestBody: { content: { "application/json": { skip: { ticket_id: number; reason: string } } } }
responses: {
201: { headers: { [name: string]: unknown }; content: { "application/json": { skip: { id: number; ticket_id: number; user_id: number; reason: string; created_at: string; updated_at: string; ticket: components["schemas"]["Ticket"] | null } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
422: components["responses"]["Invalid"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Make a ticket of copies of comments of this one */
SplitTicket: {
parameters: { query?: never; header?: never; path: { id: number }; cookie?: never }
requestBody: { content: { "application/json": { comment_ids: (number | string)[] } & { macro_ids?: (number | string)[] | null; draft_id?: number | string | null; subject?: string | null; raw_subject?: string | null; description?: string | null; comment?: { body?: string | null; value?: string | null; html_body?: string | null; public?: boolean | null; author_id?: number | string | null; uploads?: (string)[] | string | null } | null; voice_comment?: { from?: string | null; to?: string | null; recording_url?: string | null; started_at?: string | null; call_duration?: number | string | null; answered_by_id?: number | string | null; location?: string | null; transcription_text?: string | null; author_id?: number | string | null; public?: boolean | null } | null; status?: string | null; custom_status_id?: number | string | null; type?: string | null; kind?: string | null; resolution_code?: string | null; priority?: string | null; requester_id?: number | string | null; requester?: { name?: string | null; email?: string | null; id?: number | string | null } | null; submitter_id?: number | string | null; assignee_id?: number | string | null; assignee_email?: string | null; group_id?: number | string | null; organization_id?: number | string | null; brand_id?: number | string | null; ticket_form_id?: number | string | null; problem_id?: number | string | null; external_id?: string | number | null; recipient?: string | null; due_at?: string | null; next_update_at?: string | null; tags?: (string)[] | string | null; additional_tags?: (string)[] | string | null; remove_tags?: (string)[] | string | null; custom_fields?: ({ id: number | string; value?: unknown })[] | { [key: string]: unknown } | null; fields?: ({ id: number | string; value?: unknown })[] | { [key: string]: unknown } | null; collaborators?: (number | string | { name?: string | null; email?: string | null; id?: number | string | null })[] | null; additional_collaborators?: (number | string | { name?: string | null; email?: string | null; id?: number | string | null })[] | null; collaborator_ids?: (number | string)[] | null; email_cc_ids?: (number | string)[] | null; follower_ids?: (number | string)[] | null; email_ccs?: ({ user_id?: number | string | null; user_email?: string | null; user_name?: string | null; action?: "put" | "delete" | null })[] | null; followers?: ({ user_id?: number | string | null; user_email?: string | null; user_name?: string | null; action?: "put" | "delete" | null })[] | null; metadata?: { [key: string]: unknown } | null; safe_update?: boolean | null; updated_stamp?: string | { updated_at?: string } | null; via_id?: number | string | null; via_followup_source_id?: number | string | null; undo_seconds?: number | null } } }
responses: {
201: { headers: { [name: string]: unknown }; content: { "application/json": { ticket: components["schemas"]["Ticket"]; audit: components["schemas"]["Audit"]; source: { id: number; audit_id: number } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
422: components["responses"]["Invalid"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Proves the address of the page */
SubmitAddressPage: {
parameters: { query?: never; header?: never; path?: never; cookie?: never }
requestBody: { content: { "application/json": { token: string }; "application/x-www-form-urlencoded": { token: string } } }
responses: {
200: { headers: { [name: string]: unknown }; content: { "text/html": string } }
400: components["responses"]["BadRequest"]
422: components["responses"]["Invalid"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Mails a link to choose a new password, if somebody has that address; the answer is always the same */
SubmitForgottenPasswordPage: {
parameters: { query?: never; header?: never; path?: never; cookie?: never }
requestBody: { content: { "application/json": { email: string }; "application/x-www-form-urlencoded": { email: string } } }
responses: {
200: { headers: { [name: string]: unknown }; content: { "text/html": string } }
400: components["responses"]["BadRequest"]
422: components["responses"]["Invalid"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Sets the password of the page; ends all sessions */
SubmitPasswordPage: {
parameters: { query?: never; header?: never; path?: never; cookie?: never }
requestBody: { content: { "application/json": { token: string; password: string }; "application/x-www-form-urlencoded": { token: string; password: string } } }
responses: {
200: { headers: { [name: string]: unknown }; content: { "text/html": string } }
400: components["responses"]["BadRequest"]
422: components["responses"]["Invalid"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Opens a session from the page of an authorization */
SubmitSignInPage: {
parameters: { query?: never; header?: never; path?: never; cookie?: never }
requestBody: { content: { "application/json": { email: string; password: string; return_to: string }; "application/x-www-form-urlencoded": { email: string; password: string; return_to: string } } }
responses: {
200: { headers: { [name: string]: unknown }; content: { "text/html": string } }
303: { headers: { [name: string]: unknown }; content: { "text/html": string } }
400: components["responses"]["BadRequest"]
401: { headers: { [name: string]: unknown }; content: { "text/html": string } }
422: components["responses"]["Invalid"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** The clocks of tickets under proposed policies, beside those of today */
SupposeSLAPolicies: {
parameters: { query?: never; header?: never; path?: never; cookie?: never }
requestBody: { content: { "application/json": { ticket_ids?: (number)[]; view?: { id: number } | { all?: ({ [key: string]: unknown })[]; any?: ({ [key: string]: unknown })[] }; policies: ({ title?: string | null; description?: string | null; position?: number | null; filter?: { all?: (unknown)[] | null; any?: (unknown)[] | null } | null; policy_metrics?: ({ priority?: string | null; metric?: string | null; target?: number | null; target_in_seconds?: number | null; business_hours?: boolean | null; commitment?: string | null })[] | null; schedule_id?: number | null; metrics_settings?: { first_reply_time?: { activate_on_ticket_created_for_end_user?: boolean | null; activate_on_agent_ticket_created_for_end_user_with_internal_note?: boolean | null; activate_on_light_agent_on_email_forward_ticket_from_end_user?: boolean | null; activate_on_agent_created_ticket_for_self?: boolean | null; fulfill_on_agent_internal_note?: boolean | null } | null; next_reply_time?: { fulfill_on_non_requesting_agent_internal_note_after_activation?: boolean | null; activate_on_end_user_added_internal_note?: boolean | null; activate_on_agent_requested_ticket_with_public_comment_or_internal_note?: boolean | null; activate_on_light_agent_internal_note?: boolean | null } | null; periodic_update_time?: { activate_on_agent_internal_note?: boolean | null } | null } | null })[]; group_policies?: ({ title?: string | null; description?: string | null; position?: number | null; filter?: { all?: (unknown)[] | null; any?: (unknown)[] | null } | null; policy_metrics?: ({ priority?: string | null; metric?: string | null; target?: number | null; target_in_seconds?: number | null; business_hours?: boolean | null; commitment?: string | null })[] | null; schedule_id?: number | null; metrics_settings?: { first_reply_time?: { activate_on_ticket_created_for_end_user?: boolean | null; activate_on_agent_ticket_created_for_end_user_with_internal_note?: boolean | null; activate_on_light_agent_on_email_forward_ticket_from_end_user?: boolean | null; activate_on_agent_created_ticket_for_self?: boolean | null; fulfill_on_agent_internal_note?: boolean | null } | null; next_reply_time?: { fulfill_on_non_requesting_agent_internal_note_after_activation?: boolean | null; activate_on_end_user_added_internal_note?: boolean | null; activate_on_agent_requested_ticket_with_public_comment_or_internal_note?: boolean | null; activate_on_light_agent_internal_note?: boolean | null } | null; periodic_update_time?: { activate_on_agent_internal_note?: boolean | null } | null } | null })[] } } }
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { what_if: { as_of: string | null; summary: { tickets: number; differing: number; breaches: { today: number; proposed: number } }; tickets: ({ ticket_id: number; differs: boolean; policy: { today: { id: string; title: string } | null; proposed: { id: string; title: string } | null }; clocks: ({ metric: string; instance: number; today: { policy: string; state: string; target_minutes: number; business_hours: boolean; breach_at: string | null; breached_at: string | null; fulfilled_at: string | null; elapsed_minutes: number } | null; proposed: { policy: string; state: string; target_minutes: number; business_hours: boolean; breach_at: string | null; breached_at: string | null; fulfilled_at: string | null; elapsed_minutes: number } | null; differs: (string)[] })[] })[] } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
422: components["responses"]["Invalid"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Tries a mailbox out: signs in and opens its folder */
TestMailbox: {
parameters: { query?: never; header?: never; path?: never; cookie?: never }
requestBody: { content: { "application/json": { mailbox: { name?: string; address?: string; host?: string; port?: number; security?: "tls" | "starttls" | "none"; username?: string; password?: string; folder?: string; poll_seconds?: number; idle?: boolean; after?: "flag" | "move" | "delete"; move_to?: string | null; existing_mail?: "unseen" | "all" | "none"; authentication_host?: string | null; active?: boolean; id?: number } } } }
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { test: { ok: boolean; field: string | null; error: string | null; messages: number | null } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
422: components["responses"]["Invalid"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Calls an endpoint once */
TestWebhook: {
parameters: { query?: { webhook_id?: string }; header?: never; path?: never; cookie?: never }
requestBody: { content: { "application/json": { request?: { name?: string; description?: string | null; status?: "active" | "inactive"; subscriptions?: (string)[]; endpoint?: string; http_method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE"; request_format?: "json" | "xml" | "form_encoded"; authentication?: { type: "basic_auth" | "bearer_token" | "api_key"; add_position?: "header"; data?: { username?: string; password?: string; token?: string; name?: string; value?: string } } | null; custom_headers?: { [key: string]: string } | null; payload?: string } } } }
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { response: { headers: ({ key: string; value: string })[]; status_code: number; payload: string } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
422: components["responses"]["Invalid"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** One form that a trigger has had, and what it changed */
TriggerRevision: {
parameters: { query?: never; header?: never; path: { id: number; revision_id: number }; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { trigger_revision: { id: number; url: string; author_id: number; created_at: string; snapshot: { title: string; description: string | null; active: boolean; conditions: { all: ({ [key: string]: unknown })[]; any: ({ [key: string]: unknown })[] }; actions: ({ [key: string]: unknown })[] }; diff?: { [key: string]: unknown } } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Trust the comment that an audit brought, in spite of its warnings */
TrustTicketAudit: {
parameters: { query?: never; header?: never; path: { id: number; auditId: number }; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { [key: string]: unknown } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** What somebody may mean who has typed so much: people, organizations, tickets and tags */
Typeahead: {
parameters: { query: { query: string }; header?: never; path?: never; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { users: ({ id: number; name: string; [key: string]: unknown })[]; organizations: ({ id: number; name: string; [key: string]: unknown })[]; tickets: ({ id: number; url: string; subject: string | null; status: string })[]; tags: (string)[] } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Take back what a bulk job did to tickets, row by row */
UndoJob: {
parameters: { query?: never; header?: never; path: { id: string }; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { job_status: components["schemas"]["JobStatus"] } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Take back what happened to a ticket */
UndoTicketAudit: {
parameters: { query?: never; header?: never; path: { id: number; auditId: number }; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { ticket: components["schemas"]["Ticket"]; audit: components["schemas"]["Audit"]; undo: { mode: string; ticket_ids: (number)[]; cancelled_effects: ({ kind: string; recipient_id: number | null; state: string })[]; sent_effects: ({ kind: string; recipient_id: number | null; state: string })[]; job_status_id: string | null } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Changes how the desk behaves */
UpdateAccountSettings: {
parameters: { query?: never; header?: never; path?: never; cookie?: never }
requestBody: { content: { "application/json": { settings: { [key: string]: unknown } } } }
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { settings: { branding: { [key: string]: unknown }; tickets: { [key: string]: unknown }; agents: { [key: string]: unknown }; api: { [key: string]: unknown }; brands: { [key: string]: unknown }; groups: { [key: string]: unknown }; limits: { [key: string]: unknown }; localization: { [key: string]: unknown }; routing: { [key: string]: unknown }; rule: { [key: string]: unknown }; side_conversations: { [key: string]: unknown }; ticket_form: { [key: string]: unknown }; user: { [key: string]: unknown }; active_features: { [key: string]: unknown }; email: { [key: string]: unknown }; desk: { [key: string]: unknown } } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
422: components["responses"]["Invalid"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Rename a kind of skills */
UpdateAttribute: {
parameters: { query?: never; header?: never; path: { attributeId: string }; cookie?: never }
requestBody: { content: { "application/json": { attribute: { name?: string | null } } } }
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { attribute: { id: string; url: string; name: string; created_at: string; updated_at: string } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
422: components["responses"]["Invalid"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Change a skill */
UpdateAttributeValue: {
parameters: { query?: never; header?: never; path: { attributeId: string; valueId: string }; cookie?: never }
requestBody: { content: { "application/json": { attribute_value: { name?: string | null; conditions?: unknown } } } }
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { attribute_value: { id: string; url: string; name: string; attribute_id: string; conditions: { all: (unknown)[]; any: (unknown)[] } | null; created_at: string; updated_at: string } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
422: components["responses"]["Invalid"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Change one; conditions and actions are replaced together when either is sent */
UpdateAutomation: {
parameters: { query?: never; header?: never; path: { id: number }; cookie?: never }
requestBody: { content: { "application/json": { automation: { title?: string | null; raw_title?: string | null; active?: boolean | null; position?: number | null; conditions?: unknown; all?: unknown; any?: unknown; actions?: unknown; once_per_ticket?: boolean | null } } } }
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { automation: { url: string; id: number; title: string; raw_title: string; active: boolean; default: boolean; position: number; conditions: { all: ({ field: string; operator?: string; value?: unknown })[]; any: ({ field: string; operator?: string; value?: unknown })[] }; actions: ({ field: string; value: unknown })[]; created_at: string; updated_at: string; usage_1h?: number; usage_24h?: number; usage_7d?: number; usage_30d?: number; once_per_ticket: boolean } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
422: components["responses"]["Invalid"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Changes a brand */
UpdateBrand: {
parameters: { query?: never; header?: never; path: { id: number }; cookie?: never }
requestBody: { content: { "application/json": { brand: { name?: string | null; subdomain?: string | null; host_mapping?: string | null; signature_template?: string | null; active?: boolean | null; default?: boolean | null } } } }
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { brand: components["schemas"]["Brand"] } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
422: components["responses"]["Invalid"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Ask for the approval of a change, approve it, or reject it */
UpdateChangeApproval: {
parameters: { query?: never; header?: never; path: { id: number }; cookie?: never }
requestBody: { content: { "application/json": { approval: { state: "requested" | "approved" | "rejected" } } } }
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { change: { version: number; planned_start_at: string | null; planned_end_at: string | null; risk: string | null; rollback_plan: string | null; affected_organization_ids: (number)[]; affected_user_ids: (number)[]; approval: { state: string; requested_by_id: number | null; decided_by_id: number | null; at: string | null } } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
422: components["responses"]["Invalid"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Changes a role, and what those may do who hold it */
UpdateCustomRole: {
parameters: { query?: never; header?: never; path: { id: number }; cookie?: never }
requestBody: { content: { "application/json": { custom_role: { name?: string | null; description?: string | null; configuration?: { [key: string]: unknown } } } } }
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { custom_role: { id: number; url: string; name: string; description: string; role_type: number | null; created_at: string; updated_at: string; configuration: { [key: string]: unknown }; team_member_count: number } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
422: components["responses"]["Invalid"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Change a label of a status, or put it out of use */
UpdateCustomStatus: {
parameters: { query?: never; header?: never; path: { id: number }; cookie?: never }
requestBody: { content: { "application/json": { custom_status: { status_category?: string | null; agent_label?: string | null; raw_agent_label?: string | null; end_user_label?: string | null; raw_end_user_label?: string | null; description?: string | null; raw_description?: string | null; end_user_description?: string | null; raw_end_user_description?: string | null; active?: boolean | null } } } }
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { custom_status: components["schemas"]["CustomStatus"] } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
422: components["responses"]["Invalid"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Rename words of the desk; their key stays */
UpdateDynamicContentItem: {
parameters: { query?: never; header?: never; path: { id: number }; cookie?: never }
requestBody: { content: { "application/json": { item: { name?: string | null; default_locale_id?: number | null; content?: string | null; variants?: ({ id?: number | null; locale_id?: number | null; content?: string | null; active?: boolean | null; default?: boolean | null })[] } } } }
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { item: { url: string; id: number; name: string; placeholder: string; default_locale_id: number; outdated: boolean; variants: ({ url: string; id: number; content: string; locale_id: number; outdated: boolean; active: boolean; default: boolean; created_at: string; updated_at: string })[]; created_at: string; updated_at: string } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
422: components["responses"]["Invalid"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Change words of the desk in one language */
UpdateDynamicContentVariant: {
parameters: { query?: never; header?: never; path: { id: number; variantId: number }; cookie?: never }
requestBody: { content: { "application/json": { variant: { id?: number | null; locale_id?: number | null; content?: string | null; active?: boolean | null; default?: boolean | null } } } }
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { variant: { url: string; id: number; content: string; locale_id: number; outdated: boolean; active: boolean; default: boolean; created_at: string; updated_at: string } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
422: components["responses"]["Invalid"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Changes a group */
UpdateGroup: {
parameters: { query?: never; header?: never; path: { id: number }; cookie?: never }
requestBody: { content: { "application/json": { group: { name?: string | null; description?: string | null; is_public?: boolean | null; default?: boolean | null } } } }
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { group: components["schemas"]["Group"] } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
422: components["responses"]["Invalid"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Say how the tickets of a group are given out */
UpdateGroupRouting: {
parameters: { query?: never; header?: never; path: { id: number }; cookie?: never }
requestBody: { content: { "application/json": { routing: { strategy?: string | null; user_ids?: (number)[] | null; conditions?: unknown; skills?: string | null; fallback_minutes?: number | null; next_group_id?: number | null } } } }
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { routing: { group_id: number; strategy: string; user_ids: (number)[] | null; conditions: { all: (unknown)[]; any: (unknown)[] }; skills: string; fallback_minutes: number | null; next_group_id: number | null; tier: number | null } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
422: components["responses"]["Invalid"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Changes a group SLA policy; tickets follow at their next update */
UpdateGroupSLAPolicy: {
parameters: { query?: never; header?: never; path: { id: string }; cookie?: never }
requestBody: { content: { "application/json": { group_sla_policy: { title?: string | null; description?: string | null; position?: number | null; filter?: { all?: (unknown)[] | null; any?: (unknown)[] | null } | null; policy_metrics?: ({ priority?: string | null; metric?: string | null; target?: number | null; target_in_seconds?: number | null; business_hours?: boolean | null; commitment?: string | null })[] | null; schedule_id?: number | null; metrics_settings?: { first_reply_time?: { activate_on_ticket_created_for_end_user?: boolean | null; activate_on_agent_ticket_created_for_end_user_with_internal_note?: boolean | null; activate_on_light_agent_on_email_forward_ticket_from_end_user?: boolean | null; activate_on_agent_created_ticket_for_self?: boolean | null; fulfill_on_agent_internal_note?: boolean | null } | null; next_reply_time?: { fulfill_on_non_requesting_agent_internal_note_after_activation?: boolean | null; activate_on_end_user_added_internal_note?: boolean | null; activate_on_agent_requested_ticket_with_public_comment_or_internal_note?: boolean | null; activate_on_light_agent_internal_note?: boolean | null } | null; periodic_update_time?: { activate_on_agent_internal_note?: boolean | null } | null } | null } } } }
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { group_sla_policy: components["schemas"]["GroupSlaPolicy"] } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
422: components["responses"]["Invalid"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Changes a holiday */
UpdateHoliday: {
parameters: { query?: never; header?: never; path: { id: number; holiday_id: number }; cookie?: never }
requestBody: { content: { "application/json": { holiday: { name?: string | null; start_date?: string | null; end_date?: string | null; yearly?: boolean | null; closed?: { start_time: number; end_time: number } | null } } } }
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { holiday: components["schemas"]["Holiday"] } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
422: components["responses"]["Invalid"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Change a macro; actions that are given replace those that stand, and an approval of them falls */
UpdateMacro: {
parameters: { query?: never; header?: never; path: { id: number }; cookie?: never }
requestBody: { content: { "application/json": { macro: { title?: string | null; raw_title?: string | null; description?: string | null; active?: boolean | null; position?: number | null; actions?: unknown | null; attachments?: (number | string)[] | null; restriction?: null | { type?: null | string; id?: null | number | string; ids?: null | (number | string)[] }; owner_id?: number | string | null; approved?: boolean | null } } } }
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { macro: { url: string; id: number; title: string; raw_title: string; active: boolean; default: boolean; position: number; description: string | null; actions: ({ field: string; value: unknown })[]; restriction: null | { type: string; id: number; ids: (number)[] }; created_at: string; updated_at: string; owner_id: number | null; approved_by: number | null; approved_at: string | null; usage_1h?: number; usage_24h?: number; usage_7d?: number; usage_30d?: number; permissions?: { can_edit: boolean; can_delete: boolean }; edits?: { sent: number; edited: number; rate: number | null } } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
422: components["responses"]["Invalid"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Changes a mailbox */
UpdateMailbox: {
parameters: { query?: never; header?: never; path: { id: number }; cookie?: never }
requestBody: { content: { "application/json": { mailbox: { name?: string; address?: string; host?: string; port?: number; security?: "tls" | "starttls" | "none"; username?: string; password?: string; folder?: string; poll_seconds?: number; idle?: boolean; after?: "flag" | "move" | "delete"; move_to?: string | null; existing_mail?: "unseen" | "all" | "none"; authentication_host?: string | null; active?: boolean } } } }
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { mailbox: components["schemas"]["Mailbox"] } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
422: components["responses"]["Invalid"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Switch several on or off, or move them: all, or none */
UpdateManyAutomations: {
parameters: { query?: never; header?: never; path?: never; cookie?: never }
requestBody: { content: { "application/json": { automations: ({ id: number; active?: boolean | null; position?: number | null })[] } } }
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { automations: ({ url: string; id: number; title: string; raw_title: string; active: boolean; default: boolean; position: number; conditions: { all: ({ field: string; operator?: string; value?: unknown })[]; any: ({ field: string; operator?: string; value?: unknown })[] }; actions: ({ field: string; value: unknown })[]; created_at: string; updated_at: string; usage_1h?: number; usage_24h?: number; usage_7d?: number; usage_30d?: number; once_per_ticket: boolean })[]; count?: number; next_page?: string | null; previous_page?: string | null; meta?: { has_more: boolean; after_cursor: string | null; before_cursor: string | null }; links?: { prev: string | null; next: string | null } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
422: components["responses"]["Invalid"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Change words of the desk in several languages; all of them, or none */
UpdateManyDynamicContentVariants: {
parameters: { query?: never; header?: never; path: { id: number }; cookie?: never }
requestBody: { content: { "application/json": { variants: ({ id?: number | null; locale_id?: number | null; content?: string | null; active?: boolean | null; default?: boolean | null } & { id: number })[] } } }
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { variants: ({ url: string; id: number; content: string; locale_id: number; outdated: boolean; active: boolean; default: boolean; created_at: string; updated_at: string })[] } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
422: components["responses"]["Invalid"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Change several macros at once: all of them or none */
UpdateManyMacros: {
parameters: { query?: never; header?: never; path?: never; cookie?: never }
requestBody: { content: { "application/json": { macros: ({ title?: string | null; raw_title?: string | null; description?: string | null; active?: boolean | null; position?: number | null; actions?: unknown | null; attachments?: (number | string)[] | null; restriction?: null | { type?: null | string; id?: null | number | string; ids?: null | (number | string)[] }; owner_id?: number | string | null; approved?: boolean | null } & { id: number })[] } } }
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { macros: ({ url: string; id: number; title: string; raw_title: string; active: boolean; default: boolean; position: number; description: string | null; actions: ({ field: string; value: unknown })[]; restriction: null | { type: string; id: number; ids: (number)[] }; created_at: string; updated_at: string; owner_id: number | null; approved_by: number | null; approved_at: string | null; usage_1h?: number; usage_24h?: number; usage_7d?: number; usage_30d?: number; permissions?: { can_edit: boolean; can_delete: boolean }; edits?: { sent: number; edited: number; rate: number | null } })[]; count?: number; next_page?: string | null; previous_page?: string | null; meta?: { has_more: boolean; after_cursor: string | null; before_cursor: string | null }; links?: { prev: string | null; next: string | null } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
422: components["responses"]["Invalid"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Changes up to 100 organizations */
UpdateManyOrganizations: {
parameters: { query?: { ids?: string; external_ids?: string }; header?: never; path?: never; cookie?: never }
requestBody: { content: { "application/json": { organization?: { id?: number | string | null; name?: string | null; external_id?: string | number | null; shared_tickets?: boolean | null; shared_comments?: boolean | null; domain_names?: (string)[] | string | null; details?: string | null; notes?: string | null; group_id?: number | string | null; tags?: (string)[] | string | null; organization_fields?: { [key: string]: unknown } | null }; organizations?: ({ id?: number | string | null; name?: string | null; external_id?: string | number | null; shared_tickets?: boolean | null; shared_comments?: boolean | null; domain_names?: (string)[] | string | null; details?: string | null; notes?: string | null; group_id?: number | string | null; tags?: (string)[] | string | null; organization_fields?: { [key: string]: unknown } | null })[] } } }
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { job_status: components["schemas"]["JobStatus"] } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
422: components["responses"]["Invalid"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Change up to 100 tickets */
UpdateManyTickets: {
parameters: { query?: { ids?: string }; header?: never; path?: never; cookie?: never }
requestBody: { content: { "application/json": { ticket?: { macro_ids?: (number | string)[] | null; draft_id?: number | string | null; subject?: string | null; raw_subject?: string | null; description?: string | null; comment?: { body?: string | null; value?: string | null; html_body?: string | null; public?: boolean | null; author_id?: number | string | null; uploads?: (string)[] | string | null } | null; voice_comment?: { from?: string | null; to?: string | null; recording_url?: string | null; started_at?: string | null; call_duration?: number | string | null; answered_by_id?: number | string | null; location?: string | null; transcription_text?: string | null; author_id?: number | string | null; public?: boolean | null } | null; status?: string | null; custom_status_id?: number | string | null; type?: string | null; kind?: string | null; resolution_code?: string | null; priority?: string | null; requester_id?: number | string | null; requester?: { name?: string | null; email?: string | null; id?: number | string | null } | null; submitter_id?: number | string | null; assignee_id?: number | string | null; assignee_email?: string | null; group_id?: number | string | null; organization_id?: number | string | null; brand_id?: number | string | null; ticket_form_id?: number | string | null; problem_id?: number | string | null; external_id?: string | number | null; recipient?: string | null; due_at?: string | null; next_update_at?: string | null; tags?: (string)[] | string | null; additional_tags?: (string)[] | string | null; remove_tags?: (string)[] | string | null; custom_fields?: ({ id: number | string; value?: unknown })[] | { [key: string]: unknown } | null; fields?: ({ id: number | string; value?: unknown })[] | { [key: string]: unknown } | null; collaborators?: (number | string | { name?: string | null; email?: string | null; id?: number | string | null })[] | null; additional_collaborators?: (number | string | { name?: string | null; email?: string | null; id?: number | string | null })[] | null; collaborator_ids?: (number | string)[] | null; email_cc_ids?: (number | string)[] | null; follower_ids?: (number | string)[] | null; email_ccs?: ({ user_id?: number | string | null; user_email?: string | null; user_name?: string | null; action?: "put" | "delete" | null })[] | null; followers?: ({ user_id?: number | string | null; user_email?: string | null; user_name?: string | null; action?: "put" | "delete" | null })[] | null; metadata?: { [key: string]: unknown } | null; safe_update?: boolean | null; updated_stamp?: string | { updated_at?: string } | null; via_id?: number | string | null; via_followup_source_id?: number | string | null; undo_seconds?: number | null }; tickets?: ({ id: number | string } & { macro_ids?: (number | string)[] | null; draft_id?: number | string | null; subject?: string | null; raw_subject?: string | null; description?: string | null; comment?: { body?: string | null; value?: string | null; html_body?: string | null; public?: boolean | null; author_id?: number | string | null; uploads?: (string)[] | string | null } | null; voice_comment?: { from?: string | null; to?: string | null; recording_url?: string | null; started_at?: string | null; call_duration?: number | string | null; answered_by_id?: number | string | null; location?: string | null; transcription_text?: string | null; author_id?: number | string | null; public?: boolean | null } | null; status?: string | null; custom_status_id?: number | string | null; type?: string | null; kind?: string | null; resolution_code?: string | null; priority?: string | null; requester_id?: number | string | null; requester?: { name?: string | null; email?: string | null; id?: number | string | null } | null; submitter_id?: number | string | null; assignee_id?: number | string | null; assignee_email?: string | null; group_id?: number | string | null; organization_id?: number | string | null; brand_id?: number | string | null; ticket_form_id?: number | string | null; problem_id?: number | string | null; external_id?: string | number | null; recipient?: string | null; due_at?: string | null; next_update_at?: string | null; tags?: (string)[] | string | null; additional_tags?: (string)[] | string | null; remove_tags?: (string)[] | string | null; custom_fields?: ({ id: number | string; value?: unknown })[] | { [key: string]: unknown } | null; fields?: ({ id: number | string; value?: unknown })[] | { [key: string]: unknown } | null; collaborators?: (number | string | { name?: string | null; email?: string | null; id?: number | string | null })[] | null; additional_collaborators?: (number | string | { name?: string | null; email?: string | null; id?: number | string | null })[] | null; collaborator_ids?: (number | string)[] | null; email_cc_ids?: (number | string)[] | null; follower_ids?: (number | string)[] | null; email_ccs?: ({ user_id?: number | string | null; user_email?: string | null; user_name?: string | null; action?: "put" | "delete" | null })[] | null; followers?: ({ user_id?: number | string | null; user_email?: string | null; user_name?: string | null; action?: "put" | "delete" | null })[] | null; metadata?: { [key: string]: unknown } | null; safe_update?: boolean | null; updated_stamp?: string | { updated_at?: string } | null; via_id?: number | string | null; via_followup_source_id?: number | string | null; undo_seconds?: number | null })[] } } }
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { job_status: components["schemas"]["JobStatus"] } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
422: components["responses"]["Invalid"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Switch several on or off, or move them: all, or none */
UpdateManyTriggers: {
parameters: { query?: never; header?: never; path?: never; cookie?: never }
requestBody: { content: { "application/json": { triggers: ({ id: number; active?: boolean | null; position?: number | null; category_id?: string | number | null })[] } } }
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { triggers: ({ url: string; id: number; title: string; raw_title: string; active: boolean; default: boolean; position: number; conditions: { all: ({ field: string; operator?: string; value?: unknown })[]; any: ({ field: string; operator?: string; value?: unknown })[] }; actions: ({ field: string; value: unknown })[]; created_at: string; updated_at: string; usage_1h?: number; usage_24h?: number; usage_7d?: number; usage_30d?: number; description: string | null; category_id: string })[]; count?: number; next_page?: string | null; previous_page?: string | null; meta?: { has_more: boolean; after_cursor: string | null; before_cursor: string | null }; links?: { prev: string | null; next: string | null } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
422: components["responses"]["Invalid"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Changes up to 100 users */
UpdateManyUsers: {
parameters: { query?: { ids?: string; external_ids?: string }; header?: never; path?: never; cookie?: never }
requestBody: { content: { "application/json": { user?: { name?: string | null; email?: string | null; phone?: string | null; alias?: string | null; details?: string | null; notes?: string | null; signature?: string | null; external_id?: string | number | null; time_zone?: string | null; locale?: string | null; locale_id?: number | string | null; tags?: (string)[] | string | null; user_fields?: { [key: string]: unknown } | null; organization_id?: number | string | null; organization_ids?: (number | string)[] | null; organization?: { name?: string | null } | null; role?: string | null; custom_role_id?: number | string | null; verified?: boolean | null; skip_verify_email?: boolean | null; suspended?: boolean | null; ticket_restriction?: string | null; only_private_comments?: boolean | null; moderator?: boolean | null; password?: string | null; remote_photo_url?: string | null; photo?: { uploaded_data?: unknown } | null; identities?: ({ type: string; value: string })[] | null; id?: number | string | null }; users?: ({ name?: string | null; email?: string | null; phone?: string | null; alias?: string | null; details?: string | null; notes?: string | null; signature?: string | null; external_id?: string | number | null; time_zone?: string | null; locale?: string | null; locale_id?: number | string | null; tags?: (string)[] | string | null; user_fields?: { [key: string]: unknown } | null; organization_id?: number | string | null; organization_ids?: (number | string)[] | null; organization?: { name?: string | null } | null; role?: string | null; custom_role_id?: number | string | null; verified?: boolean | null; skip_verify_email?: boolean | null; suspended?: boolean | null; ticket_restriction?: string | null; only_private_comments?: boolean | null; moderator?: boolean | null; password?: string | null; remote_photo_url?: string | null; photo?: { uploaded_data?: unknown } | null; identities?: ({ type: string; value: string })[] | null; id?: number | string | null })[] } } }
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { job_status: components["schemas"]["JobStatus"] } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
422: components["responses"]["Invalid"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Change several views at once: position, in use, or anything else; all of them or none */
UpdateManyViews: {
parameters: { query?: never; header?: never; path?: never; cookie?: never }
requestBody: { content: { "application/json": { views: ({ title?: string | null; raw_title?: string | null; description?: string | null; active?: boolean | null; position?: number | null; restriction?: null | { type?: null | string; id?: null | number | string; ids?: null | (number | string)[] }; all?: ({ [key: string]: unknown })[] | null; any?: ({ [key: string]: unknown })[] | null; conditions?: { all?: ({ [key: string]: unknown })[] | null; any?: ({ [key: string]: unknown })[] | null } | null; output?: { columns?: (string | number)[] | null; group_by?: string | number | null; group_order?: string | null; sort_by?: string | number | null; sort_order?: string | null } | null } & { id: number })[] } } }
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { views: ({ url: string; id: number; title: string; raw_title: string; active: boolean; default: boolean; position: number; description: string | null; created_at: string; updated_at: string; execution: { group_by: string | null; group_order: string; sort_by: string | null; sort_order: string; group: null | { id: string | number; title: string; order: string }; sort: null | { id: string | number; title: string; order: string }; columns: ({ id: string | number; title: string; filterable: boolean; sortable: boolean; type?: string; url?: string })[]; fields: ({ id: string | number; title: string; filterable: boolean; sortable: boolean; type?: string; url?: string })[]; custom_fields: ({ id: string | number; title: string; filterable: boolean; sortable: boolean; type?: string; url?: string })[] }; conditions: { all: ({ field: string; operator: string; value: unknown })[]; any: ({ field: string; operator: string; value: unknown })[] }; restriction: null | { type: string; id: number; ids: (number)[] }; usage_1h?: number; usage_24h?: number; usage_7d?: number; usage_30d?: number; permissions?: { can_edit: boolean; can_delete: boolean } })[]; lists: ({ key: string; title: string; url: string })[]; count?: number; next_page?: string | null; previous_page?: string | null; meta?: { has_more: boolean; after_cursor: string | null; before_cursor: string | null }; links?: { prev: string | null; next: string | null } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
422: components["responses"]["Invalid"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Changes an OAuth client */
UpdateOAuthClient: {
parameters: { query?: never; header?: never; path: { id: number }; cookie?: never }
requestBody: { content: { "application/json": { client: { name?: string | null; identifier?: string | null; kind?: string | null; company?: string | null; description?: string | null; logo_url?: string | null; redirect_uri?: (string)[] | string | null; scopes?: (string)[] | null } } } }
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { client: { id: number; url: string; name: string; identifier: string; kind: string; company: string | null; description: string | null; logo_url: string | null; redirect_uri: (string)[]; scopes: (string)[]; user_id: number; global: boolean; secret: string | null; created_at: string; updated_at: string } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
422: components["responses"]["Invalid"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Changes an organization */
UpdateOrganization: {
parameters: { query?: never; header?: never; path: { id: number }; cookie?: never }
requestBody: { content: { "application/json": { organization: { id?: number | string | null; name?: string | null; external_id?: string | number | null; shared_tickets?: boolean | null; shared_comments?: boolean | null; domain_names?: (string)[] | string | null; details?: string | null; notes?: string | null; group_id?: number | string | null; tags?: (string)[] | string | null; organization_fields?: { [key: string]: unknown } | null } } } }
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { organization: components["schemas"]["Organization"] } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
422: components["responses"]["Invalid"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Changes the roles of a named contact */
UpdateOrganizationContact: {
parameters: { query?: never; header?: never; path: { organization_id: number; id: number }; cookie?: never }
requestBody: { content: { "application/json": { organization_contact: { roles?: (string)[]; manages_contacts?: boolean | null; notes?: string | null } } } }
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { organization_contact: { id: number; url: string; organization_id: number; user_id: number; name: string; email: string | null; roles: (string)[]; manages_contacts: boolean; notes: string | null; created_at: string; updated_at: string } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
422: components["responses"]["Invalid"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Says how many contacts an organization may name, and why none at present */
UpdateOrganizationContactTerms: {
parameters: { query?: never; header?: never; path: { id: number }; cookie?: never }
requestBody: { content: { "application/json": { contact_terms: { contact_limit?: number; contacts_blocked_because?: string | null } } } }
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { contact_terms: { contact_limit: number; contacts_blocked_because: string | null } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
422: components["responses"]["Invalid"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Changes a custom field of organizations; its key and type stay */
UpdateOrganizationField: {
parameters: { query?: never; header?: never; path: { id: string }; cookie?: never }
requestBody: { content: { "application/json": { organization_field: { key?: string | null; type?: string | null; title?: string | null; raw_title?: string | null; description?: string | null; raw_description?: string | null; position?: number | null; active?: boolean | null; regexp_for_validation?: string | null; tag?: string | null; custom_field_options?: ({ id?: number | string | null; name?: string | null; value?: string | null })[] | null } } } }
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { organization_field: { url: string; id: number; type: string; key: string; title: string; raw_title: string; description: string; raw_description: string; position: number; active: boolean; system: boolean; regexp_for_validation: string | null; created_at: string; updated_at: string; tag?: string | null; custom_field_options?: ({ id: number; name: string; raw_name: string; value: string })[] } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
422: components["responses"]["Invalid"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Say which parts answers are to have, and give words of other languages */
UpdateReplyAid: {
parameters: { query?: never; header?: never; path?: never; cookie?: never }
requestBody: { content: { "application/json": { reply_aid: { words?: { summary?: (string)[]; questions?: (string)[]; steps?: (string)[]; next_update?: (string)[]; time?: (string)[] } | null; wanted?: ({ kinds?: ("question" | "incident" | "problem" | "task" | "service_request" | "change")[]; statuses?: ("new" | "open" | "pending" | "hold" | "solved" | "closed")[]; parts: ("summary" | "questions" | "steps" | "next_update")[] })[] | null } } } }
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { reply_aid: { words: { [key: string]: (string)[] }; wanted: ({ kinds: (string)[]; statuses: (string)[]; parts: (string)[] })[] } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
422: components["responses"]["Invalid"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Answer on a request, or say that it is solved */
UpdateRequest: {
parameters: { query?: never; header?: never; path: { id: number }; cookie?: never }
requestBody: { content: { "application/json": { request: { subject?: string | null; description?: string | null; comment?: { body?: string | null; value?: string | null; html_body?: string | null; public?: boolean | null; author_id?: number | string | null; uploads?: (string)[] | string | null } | null; organization_id?: number | string | null; ticket_form_id?: number | string | null; recipient?: string | null; custom_fields?: ({ id: number | string; value?: unknown })[] | { [key: string]: unknown } | null; fields?: ({ id: number | string; value?: unknown })[] | { [key: string]: unknown } | null; collaborators?: (number | string | { name?: string | null; email?: string | null; id?: number | string | null })[] | null; additional_collaborators?: (number | string | { name?: string | null; email?: string | null; id?: number | string | null })[] | null; email_ccs?: ({ user_id?: number | string | null; user_email?: string | null; user_name?: string | null; action?: "put" | "delete" | null })[] | null; via_followup_source_id?: number | string | null; solved?: boolean | null } } } }
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { request: components["schemas"]["Request"] } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
422: components["responses"]["Invalid"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Change a resolution code; the code itself stays */
UpdateResolutionCode: {
parameters: { query?: never; header?: never; path: { id: number }; cookie?: never }
requestBody: { content: { "application/json": { resolution_code: { code?: string | null; label?: string | null; description?: string | null; active?: boolean | null; position?: number | null; kinds?: (string)[] | null; ticket_form_ids?: (number)[] | null } } } }
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { resolution_code: { url: string; id: number; code: string; label: string; description: string | null; active: boolean; position: number; kinds: (string)[]; ticket_form_ids: (number)[]; created_at: string; updated_at: string } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
422: components["responses"]["Invalid"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Say what tickets weigh, and how much people can have in hand */
UpdateRoutingSettings: {
parameters: { query?: never; header?: never; path?: never; cookie?: never }
requestBody: { content: { "application/json": { routing_settings: { default_capacity?: number; role_capacities?: { [key: string]: number }; status_weights?: { new?: number; open?: number; pending?: number; hold?: number }; priority_weights?: { none?: number; low?: number; normal?: number; high?: number; urgent?: number } } } } }
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { routing_settings: { default_capacity: number; role_capacities: { [key: string]: number }; status_weights: { new: number; open: number; pending: number; hold: number }; priority_weights: { none: number; low: number; normal: number; high: number; urgent: number } } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
422: components["responses"]["Invalid"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Changes an SLA policy; tickets follow at their next update */
UpdateSLAPolicy: {
parameters: { query?: never; header?: never; path: { id: number }; cookie?: never }
requestBody: { content: { "application/json": { sla_policy: { title?: string | null; description?: string | null; position?: number | null; filter?: { all?: (unknown)[] | null; any?: (unknown)[] | null } | null; policy_metrics?: ({ priority?: string | null; metric?: string | null; target?: number | null; target_in_seconds?: number | null; business_hours?: boolean | null; commitment?: string | null })[] | null; schedule_id?: number | null; metrics_settings?: { first_reply_time?: { activate_on_ticket_created_for_end_user?: boolean | null; activate_on_agent_ticket_created_for_end_user_with_internal_note?: boolean | null; activate_on_light_agent_on_email_forward_ticket_from_end_user?: boolean | null; activate_on_agent_created_ticket_for_self?: boolean | null; fulfill_on_agent_internal_note?: boolean | null } | null; next_reply_time?: { fulfill_on_non_requesting_agent_internal_note_after_activation?: boolean | null; activate_on_end_user_added_internal_note?: boolean | null; activate_on_agent_requested_ticket_with_public_comment_or_internal_note?: boolean | null; activate_on_light_agent_internal_note?: boolean | null } | null; periodic_update_time?: { activate_on_agent_internal_note?: boolean | null } | null } | null } } } }
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { sla_policy: components["schemas"]["SlaPolicy"] } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
422: components["responses"]["Invalid"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Changes the name, zone and exceptions of a schedule */
UpdateSchedule: {
parameters: { query?: never; header?: never; path: { id: number }; cookie?: never }
requestBody: { content: { "application/json": { schedule: { name?: string | null; time_zone?: string | null; exceptions?: ({ date: string; intervals: ({ start_time: number; end_time: number })[] })[] } } } }
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { schedule: components["schemas"]["Schedule"] } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
422: components["responses"]["Invalid"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Renames a support address, or makes it the default of its brand */
UpdateSupportAddress: {
parameters: { query?: never; header?: never; path: { id: number }; cookie?: never }
requestBody: { content: { "application/json": { recipient_address: { name?: string | null; email?: string | null; brand_id?: number | string | null; default?: boolean | null } } } }
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { recipient_address: { id: number; url: string; brand_id: number; default: boolean; name: string; email: string; forwarding_status: string; spf_status: string; cname_status: string; domain_verification_status: string; domain_verification_code: string; created_at: string; updated_at: string } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
422: components["responses"]["Invalid"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Changes a target */
UpdateTarget: {
parameters: { query?: never; header?: never; path: { id: number }; cookie?: never }
requestBody: { content: { "application/json": { target: { title?: string; type?: string; active?: boolean; target_url?: string; method?: string; content_type?: string | null; username?: string | null; password?: string | null } } } }
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { target: { id: number; url: string; title: string; type: string; active: boolean; target_url: string; method: string; content_type: string | null; username: string | null; created_at: string } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
422: components["responses"]["Invalid"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Change a ticket, comment on it */
UpdateTicket: {
parameters: { query?: never; header?: never; path: { id: number }; cookie?: never }
requestBody: { content: { "application/json": { ticket: { macro_ids?: (number | string)[] | null; draft_id?: number | string | null; subject?: string | null; raw_subject?: string | null; description?: string | null; comment?: { body?: string | null; value?: string | null; html_body?: string | null; public?: boolean | null; author_id?: number | string | null; uploads?: (string)[] | string | null } | null; voice_comment?: { from?: string | null; to?: string | null; recording_url?: string | null; started_at?: string | null; call_duration?: number | string | null; answered_by_id?: number | string | null; location?: string | null; transcription_text?: string | null; author_id?: number | string | null; public?: boolean | null } | null; status?: string | null; custom_status_id?: number | string | null; type?: string | null; kind?: string | null; resolution_code?: string | null; priority?: string | null; requester_id?: number | string | null; requester?: { name?: string | null; email?: string | null; id?: number | string | null } | null; submitter_id?: number | string | null; assignee_id?: number | string | null; assignee_email?: string | null; group_id?: number | string | null; organization_id?: number | string | null; brand_id?: number | string | null; ticket_form_id?: number | string | null; problem_id?: number | string | null; external_id?: string | number | null; recipient?: string | null; due_at?: string | null; next_update_at?: string | null; tags?: (string)[] | string | null; additional_tags?: (string)[] | string | null; remove_tags?: (string)[] | string | null; custom_fields?: ({ id: number | string; value?: unknown })[] | { [key: string]: unknown } | null; fields?: ({ id: number | string; value?: unknown })[] | { [key: string]: unknown } | null; collaborators?: (number | string | { name?: string | null; email?: string | null; id?: number | string | null })[] | null; additional_collaborators?: (number | string | { name?: string | null; email?: string | null; id?: number | string | null })[] | null; collaborator_ids?: (number | string)[] | null; email_cc_ids?: (number | string)[] | null; follower_ids?: (number | string)[] | null; email_ccs?: ({ user_id?: number | string | null; user_email?: string | null; user_name?: string | null; action?: "put" | "delete" | null })[] | null; followers?: ({ user_id?: number | string | null; user_email?: string | null; user_name?: string | null; action?: "put" | "delete" | null })[] | null; metadata?: { [key: string]: unknown } | null; safe_update?: boolean | null; updated_stamp?: string | { updated_at?: string } | null; via_id?: number | string | null; via_followup_source_id?: number | string | null; undo_seconds?: number | null } } } }
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { ticket: components["schemas"]["Ticket"]; audit: components["schemas"]["Audit"] | null } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
422: components["responses"]["Invalid"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Plan a change; an approval of what was planned before ends */
UpdateTicketChange: {
parameters: { query?: never; header?: never; path: { id: number }; cookie?: never }
requestBody: { content: { "application/json": { change: { planned_start_at?: string | null; planned_end_at?: string | null; risk?: "low" | "medium" | "high" | null; rollback_plan?: string | null; affected_organization_ids?: (number)[]; affected_user_ids?: (number)[] } } } }
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { change: { version: number; planned_start_at: string | null; planned_end_at: string | null; risk: string | null; rollback_plan: string | null; affected_organization_ids: (number)[]; affected_user_ids: (number)[]; approval: { state: string; requested_by_id: number | null; decided_by_id: number | null; at: string | null } } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
422: components["responses"]["Invalid"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Change a field of tickets; its type stays */
UpdateTicketField: {
parameters: { query?: never; header?: never; path: { id: number }; cookie?: never }
requestBody: { content: { "application/json": { ticket_field: { type?: string | null; title?: string | null; raw_title?: string | null; title_in_portal?: string | null; raw_title_in_portal?: string | null; description?: string | null; raw_description?: string | null; agent_description?: string | null; position?: number | null; active?: boolean | null; required?: boolean | null; collapsed_for_agents?: boolean | null; visible_in_portal?: boolean | null; editable_in_portal?: boolean | null; required_in_portal?: boolean | null; regexp_for_validation?: string | null; tag?: string | null; relationship_target_type?: string | null; custom_field_options?: ({ id?: number | string | null; name?: string | null; raw_name?: string | null; value?: string | null; default?: boolean | null })[] | null } } } }
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { ticket_field: components["schemas"]["TicketField"] } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
422: components["responses"]["Invalid"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Change a ticket form */
UpdateTicketForm: {
parameters: { query?: never; header?: never; path: { id: number }; cookie?: never }
requestBody: { content: { "application/json": { ticket_form: { name?: string | null; raw_name?: string | null; display_name?: string | null; raw_display_name?: string | null; end_user_visible?: boolean | null; active?: boolean | null; default?: boolean | null; position?: number | null; ticket_field_ids?: (number)[] | null; in_all_brands?: boolean | null; restricted_brand_ids?: (number)[] | null; agent_conditions?: ({ parent_field_id: number; parent_field_type?: string | null; value: string | boolean | null; child_fields: ({ id: number; is_required?: boolean | null; required_on_statuses?: { type: "SOME_STATUSES" | "ALL_STATUSES" | "NO_STATUSES"; statuses?: (string)[] | null } | null })[] })[] | null; end_user_conditions?: ({ parent_field_id: number; parent_field_type?: string | null; value: string | boolean | null; child_fields: ({ id: number; is_required?: boolean | null; required_on_statuses?: { type: "SOME_STATUSES" | "ALL_STATUSES" | "NO_STATUSES"; statuses?: (string)[] | null } | null })[] })[] | null; diagnostics?: ({ field_id?: number | null; value?: string | boolean | null; needs: ({ kind: "field" | "attachment" | "log"; title?: string | null; field_id?: number | null; file?: "any" | "image" | "log" | "archive" | null; log_type?: "hypothesis" | "attempt" | "environment" | "result" | null })[] })[] | null; requester_restriction?: { roles?: ("end_user" | "light_agent" | "agent" | "admin" | "owner")[] | null; organization_ids?: (number)[] | null; tags?: (string)[] | null } | null } } } }
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { ticket_form: components["schemas"]["TicketForm"] } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
422: components["responses"]["Invalid"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Say which statuses tickets of a kind may have, and what may not be blank in which */
UpdateTicketKind: {
parameters: { query?: never; header?: never; path: { kind: string }; cookie?: never }
requestBody: { content: { "application/json": { ticket_kind: { name?: string | null; statuses?: (string)[] | null; required?: ({ field: string; statuses: (string)[] })[] | null } } } }
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { ticket_kind: { kind: string; name: string; type: string; special: boolean; statuses: (string)[]; required: ({ field: string; statuses: (string)[] })[] } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
422: components["responses"]["Invalid"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Change one; conditions and actions are replaced together when either is sent */
UpdateTrigger: {
parameters: { query?: never; header?: never; path: { id: number }; cookie?: never }
requestBody: { content: { "application/json": { trigger: { title?: string | null; raw_title?: string | null; active?: boolean | null; position?: number | null; conditions?: unknown; all?: unknown; any?: unknown; actions?: unknown; description?: string | null; category_id?: string | number | null } } } }
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { trigger: { url: string; id: number; title: string; raw_title: string; active: boolean; default: boolean; position: number; conditions: { all: ({ field: string; operator?: string; value?: unknown })[]; any: ({ field: string; operator?: string; value?: unknown })[] }; actions: ({ field: string; value: unknown })[]; created_at: string; updated_at: string; usage_1h?: number; usage_24h?: number; usage_7d?: number; usage_30d?: number; description: string | null; category_id: string } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
422: components["responses"]["Invalid"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Rename or move a category; its triggers move along */
UpdateTriggerCategory: {
parameters: { query?: never; header?: never; path: { id: number }; cookie?: never }
requestBody: { content: { "application/json": { trigger_category: { name?: string | null; position?: number | null } } } }
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { trigger_category: { id: string; name: string; position: number; created_at: string; updated_at: string; active_rules_count?: number; inactive_rules_count?: number } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
422: components["responses"]["Invalid"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Changes a user; everybody their own profile */
UpdateUser: {
parameters: { query?: never; header?: never; path: { id: number }; cookie?: never }
requestBody: { content: { "application/json": { user: { name?: string | null; email?: string | null; phone?: string | null; alias?: string | null; details?: string | null; notes?: string | null; signature?: string | null; external_id?: string | number | null; time_zone?: string | null; locale?: string | null; locale_id?: number | string | null; tags?: (string)[] | string | null; user_fields?: { [key: string]: unknown } | null; organization_id?: number | string | null; organization_ids?: (number | string)[] | null; organization?: { name?: string | null } | null; role?: string | null; custom_role_id?: number | string | null; verified?: boolean | null; skip_verify_email?: boolean | null; suspended?: boolean | null; ticket_restriction?: string | null; only_private_comments?: boolean | null; moderator?: boolean | null; password?: string | null; remote_photo_url?: string | null; photo?: { uploaded_data?: unknown } | null; identities?: ({ type: string; value: string })[] | null } }; "multipart/form-data": { user: { name?: string | null; email?: string | null; phone?: string | null; alias?: string | null; details?: string | null; notes?: string | null; signature?: string | null; external_id?: string | number | null; time_zone?: string | null; locale?: string | null; locale_id?: number | string | null; tags?: (string)[] | string | null; user_fields?: { [key: string]: unknown } | null; organization_id?: number | string | null; organization_ids?: (number | string)[] | null; organization?: { name?: string | null } | null; role?: string | null; custom_role_id?: number | string | null; verified?: boolean | null; skip_verify_email?: boolean | null; suspended?: boolean | null; ticket_restriction?: string | null; only_private_comments?: boolean | null; moderator?: boolean | null; password?: string | null; remote_photo_url?: string | null; photo?: { uploaded_data?: unknown } | null; identities?: ({ type: string; value: string })[] | null } } } }
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { user: components["schemas"]["User"] } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
422: components["responses"]["Invalid"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Say whether one is there; for managers also hours, capacity and modifier of anybody */
UpdateUserAvailability: {
parameters: { query?: never; header?: never; path: { id: number }; cookie?: never }
requestBody: { content: { "application/json": { availability: { status?: string | null; capacity?: number | null; modifier?: number | null; schedule_id?: number | null } } } }
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { availability: { user_id: number; status: string; available: boolean; away: string | null; back_at: string | null; capacity: number | null; effective_capacity: number; modifier: number; schedule_id: number | null } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
422: components["responses"]["Invalid"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Changes a custom field of users; its key and type stay */
UpdateUserField: {
parameters: { query?: never; header?: never; path: { id: string }; cookie?: never }
requestBody: { content: { "application/json": { user_field: { key?: string | null; type?: string | null; title?: string | null; raw_title?: string | null; description?: string | null; raw_description?: string | null; position?: number | null; active?: boolean | null; regexp_for_validation?: string | null; tag?: string | null; custom_field_options?: ({ id?: number | string | null; name?: string | null; value?: string | null })[] | null } } } }
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { user_field: { url: string; id: number; type: string; key: string; title: string; raw_title: string; description: string; raw_description: string; position: number; active: boolean; system: boolean; regexp_for_validation: string | null; created_at: string; updated_at: string; tag?: string | null; custom_field_options?: ({ id: number; name: string; raw_name: string; value: string })[] } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
422: components["responses"]["Invalid"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Changes an address or account of a user */
UpdateUserIdentity: {
parameters: { query?: never; header?: never; path: { user_id: number; id: number }; cookie?: never }
requestBody: { content: { "application/json": { identity: { value?: string | null; verified?: boolean | null } } } }
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { identity: components["schemas"]["UserIdentity"] } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
422: components["responses"]["Invalid"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Change a view; lists that are given replace those that stand */
UpdateView: {
parameters: { query?: never; header?: never; path: { id: number }; cookie?: never }
requestBody: { content: { "application/json": { view: { title?: string | null; raw_title?: string | null; description?: string | null; active?: boolean | null; position?: number | null; restriction?: null | { type?: null | string; id?: null | number | string; ids?: null | (number | string)[] }; all?: ({ [key: string]: unknown })[] | null; any?: ({ [key: string]: unknown })[] | null; conditions?: { all?: ({ [key: string]: unknown })[] | null; any?: ({ [key: string]: unknown })[] | null } | null; output?: { columns?: (string | number)[] | null; group_by?: string | number | null; group_order?: string | null; sort_by?: string | number | null; sort_order?: string | null } | null } } } }
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { view: { url: string; id: number; title: string; raw_title: string; active: boolean; default: boolean; position: number; description: string | null; created_at: string; updated_at: string; execution: { group_by: string | null; group_order: string; sort_by: string | null; sort_order: string; group: null | { id: string | number; title: string; order: string }; sort: null | { id: string | number; title: string; order: string }; columns: ({ id: string | number; title: string; filterable: boolean; sortable: boolean; type?: string; url?: string })[]; fields: ({ id: string | number; title: string; filterable: boolean; sortable: boolean; type?: string; url?: string })[]; custom_fields: ({ id: string | number; title: string; filterable: boolean; sortable: boolean; type?: string; url?: string })[] }; conditions: { all: ({ field: string; operator: string; value: unknown })[]; any: ({ field: string; operator: string; value: unknown })[] }; restriction: null | { type: string; id: number; ids: (number)[] }; usage_1h?: number; usage_24h?: number; usage_7d?: number; usage_30d?: number; permissions?: { can_edit: boolean; can_delete: boolean } } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
422: components["responses"]["Invalid"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Changes a webhook */
UpdateWebhook: {
parameters: { query?: never; header?: never; path: { id: string }; cookie?: never }
requestBody: { content: { "application/json": { webhook: { name?: string; description?: string | null; status?: "active" | "inactive"; subscriptions?: (string)[]; endpoint?: string; http_method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE"; request_format?: "json" | "xml" | "form_encoded"; authentication?: { type: "basic_auth" | "bearer_token" | "api_key"; add_position?: "header"; data?: { username?: string; password?: string; token?: string; name?: string; value?: string } } | null; custom_headers?: { [key: string]: string } | null } } } }
responses: {
204: { headers: { [name: string]: unknown }; content?: never }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
422: components["responses"]["Invalid"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Sets the hours of the week of a schedule */
UpdateWorkweek: {
parameters: { query?: never; header?: never; path: { id: number }; cookie?: never }
requestBody: { content: { "application/json": { workweek: { intervals: ({ start_time: number; end_time: number })[] } } } }
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { workweek: { intervals: ({ start_time: number; end_time: number })[] } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
422: components["responses"]["Invalid"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Send a file ahead of the comment that will hold it */
UploadFile: {
parameters: { query?: { filename?: string; token?: string }; header?: never; path?: never; cookie?: never }
requestBody: { content: { "*/*": unknown } }
responses: {
201: { headers: { [name: string]: unknown }; content: { "application/json": { upload: { token: string; expires_at: string; attachment: components["schemas"]["Attachment"]; attachments: (components["schemas"]["Attachment"])[] } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Looks whether mail to the address comes in, and what its domain says in DNS */
VerifySupportAddress: {
parameters: { query?: never; header?: never; path: { id: number }; cookie?: never }
requestBody: { content: { "application/json": { type?: "forwarding" | "spf" | "domain_verification" } } }
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { recipient_address: { id: number; url: string; brand_id: number; default: boolean; name: string; email: string; forwarding_status: string; spf_status: string; cname_status: string; domain_verification_status: string; domain_verification_code: string; created_at: string; updated_at: string } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
422: components["responses"]["Invalid"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Says that an address is proven */
VerifyUserIdentity: {
parameters: { query?: never; header?: never; path: { user_id: number; id: number }; cookie?: never }
requestBody?: never
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { identity: components["schemas"]["UserIdentity"] } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
/** Take a request of one’s own back */
WithdrawPolicyChange: {
parameters: { query?: never; header?: never; path: { id: number }; cookie?: never }
requestBody: { content: { "application/json": { reason?: string } } }
responses: {
200: { headers: { [name: string]: unknown }; content: { "application/json": { policy_change: { id: number; url: string; title: string; reason: string; state: string; author_id: number; base_version: number; edits: (unknown)[]; decided_by_id: number | null; decided_at: string | null; decision_reason: string | null; applied_by_id: number | null; applied_version: number | null; created_at: string; updated_at: string; diff: ({ kind: string; id: number; title: string; operation: string; differences: ({ field: string; change: string; from: unknown; to: unknown; text: string })[]; before: unknown; after: unknown })[]; lint: ({ kind: string; id: number; title: string; severity: string; message: string })[]; conflicts: ({ kind: string; id: number; title: string; versions: (number)[] })[]; policy_dry_run_ids: (number)[] } } } }
400: components["responses"]["BadRequest"]
401: components["responses"]["Unauthenticated"]
403: components["responses"]["Forbidden"]
404: components["responses"]["NotFound"]
422: components["responses"]["Invalid"]
429: components["responses"]["TooManyRequests"]
503: components["responses"]["Unavailable"]
}
}
}

export interface components {
schemas: {
Error: { error: string | { title: string; message: string }; description?: string; details?: { [key: string]: unknown }; max_count?: number; request_id?: string }
Activity: { id: number; url: string; title: string; verb: string; user_id: number; actor_id: number; user: { [key: string]: unknown } | null; actor: { [key: string]: unknown } | null; object: { [key: string]: unknown }; target: { [key: string]: unknown }; created_at: string; updated_at: string }
Attachment: { url: string; id: number; file_name: string; content_url: string; mapped_content_url: string; content_type: string; size: number; width: number | null; height: number | null; inline: boolean; deleted: boolean; malware_access_override: boolean; malware_scan_result: string; thumbnails: ({ [key: string]: unknown })[] }
Audit: { id: number; ticket_id: number; created_at: string; author_id: number; metadata: { system: { client: string | null; ip_address: string | null; location: string | null; latitude: number | null; longitude: number | null; [key: string]: unknown }; custom: { [key: string]: unknown }; flags?: (number)[]; flags_options?: { [key: string]: unknown } }; via: components["schemas"]["Via"]; events: ({ id: number; type: string; [key: string]: unknown })[] }
AuditLog: { id: number; url: string; actor_id: number; actor_name: string; acted_by: number | null; source_id: number | null; source_type: string; source_label: string | null; action: string; action_label: string; change_description: string; ip_address: string | null; via: string; created_at: string }
Brand: { id: number; url: string; name: string; brand_url: string; subdomain: string; host_mapping: string | null; has_help_center: boolean; help_center_state: string; active: boolean; default: boolean; is_deleted: boolean; ticket_form_ids: (number)[]; signature_template: string; created_at: string; updated_at: string }
Comment: { id: number; type: string; author_id: number; body: string; html_body: string; plain_body: string; public: boolean; attachments: (components["schemas"]["Attachment"])[]; data?: { [key: string]: unknown }; formatted_from?: string | null; formatted_to?: string | null; transcription_visible?: boolean; audit_id: number; via: components["schemas"]["Via"]; created_at: string; metadata: { system: { client: string | null; ip_address: string | null; location: string | null; latitude: number | null; longitude: number | null; [key: string]: unknown }; custom: { [key: string]: unknown }; flags?: (number)[]; flags_options?: { [key: string]: unknown } } }
Count: { count: { value: number; refreshed_at: string } }
CustomStatus: { url: string; id: number; status_category: string; agent_label: string; raw_agent_label: string; end_user_label: string; raw_end_user_label: string; description: string | null; raw_description: string | null; end_user_description: string | null; raw_end_user_description: string | null; active: boolean; default: boolean; created_at: string; updated_at: string }
Group: { id: number; url: string; is_public: boolean; name: string; description: string; default: boolean; deleted: boolean; created_at: string; updated_at: string }
GroupMembership: { id: number; url: string; user_id: number; group_id: number; default: boolean; created_at: string; updated_at: string }
GroupSlaPolicy: { id: string; url: string; title: string; description: string | null; position: number; policy_metrics: ({ priority: string; metric: string; target: number; target_in_seconds: number; business_hours: boolean; commitment: string })[]; schedule_id: number | null; created_at: string; updated_at: string; filter: { all: ({ field: string; operator: string; value: unknown })[] } }
Holiday: { id: number; name: string; start_date: string; end_date: string; yearly: boolean; closed: { start_time: number; end_time: number } | null }
JobStatus: { id: string; job_type: string; url: string; total: number | null; progress: number | null; status: string; message: string | null; results: ({ [key: string]: unknown })[] | { [key: string]: unknown } | null }
Mailbox: { id: number; url: string; name: string; address: string; host: string; port: number; security: string; username: string; folder: string; poll_seconds: number; idle: boolean; after: string; move_to: string | null; existing_mail: string; authentication_host: string | null; active: boolean; created_at: string; updated_at: string }
Organization: { id: number; url: string; name: string; shared_tickets: boolean; shared_comments: boolean; external_id: string | null; created_at: string; updated_at: string; domain_names: (string)[]; details: string | null; notes: string | null; group_id: number | null; tags: (string)[]; organization_fields: { [key: string]: boolean | number | (string)[] | string | null } }
OrganizationMembership: { id: number; url: string; user_id: number; organization_id: number; default: boolean; view_tickets: boolean; organization_name: string; created_at: string; updated_at: string }
Request: { url: string; id: number; status: string; custom_status_id: number | null; priority: string | null; type: string | null; subject: string | null; description: string; organization_id: number | null; via: components["schemas"]["Via"]; custom_fields: ({ id: number; value: boolean | (string)[] | string | null })[]; fields: ({ id: number; value: boolean | (string)[] | string | null })[]; requester_id: number; collaborator_ids: (number)[]; email_cc_ids: (number)[]; is_public: boolean; due_at: string | null; can_be_solved_by_me: boolean; solved: boolean; recipient: string | null; followup_source_id: number | null; assignee_id: number | null; group_id: number | null; ticket_form_id: number | null; created_at: string; updated_at: string }
RequestComment: { url: string; id: number; request_id: number; type: string; author_id: number; body: string; html_body: string; plain_body: string; public: boolean; attachments: (components["schemas"]["Attachment"])[]; data?: { [key: string]: unknown }; formatted_from?: string | null; formatted_to?: string | null; transcription_visible?: boolean; via: components["schemas"]["Via"]; created_at: string }
SatisfactionRating: { id: number; url: string; ticket_id: number; requester_id: number; assignee_id: number | null; group_id: number | null; score: string; comment: string | null; reason: string | null; reason_id: number | null; reason_code: number | null; created_at: string; updated_at: string }
Schedule: { id: number; url: string; name: string; time_zone: string; intervals: ({ start_time: number; end_time: number })[]; exceptions: ({ date: string; intervals: ({ start_time: number; end_time: number })[] })[]; created_at: string; updated_at: string }
SlaPolicy: { id: number; url: string; title: string; description: string | null; position: number; policy_metrics: ({ priority: string; metric: string; target: number; target_in_seconds: number; business_hours: boolean; commitment: string })[]; schedule_id: number | null; created_at: string; updated_at: string; filter: { all: ({ field: string; operator: string; value: unknown })[]; any: ({ field: string; operator: string; value: unknown })[] }; metrics_settings: { first_reply_time: { activate_on_ticket_created_for_end_user: boolean; activate_on_agent_ticket_created_for_end_user_with_internal_note: boolean; activate_on_light_agent_on_email_forward_ticket_from_end_user: boolean; activate_on_agent_created_ticket_for_self: boolean; fulfill_on_agent_internal_note: boolean }; next_reply_time: { fulfill_on_non_requesting_agent_internal_note_after_activation: boolean; activate_on_end_user_added_internal_note: boolean; activate_on_agent_requested_ticket_with_public_comment_or_internal_note: boolean; activate_on_light_agent_internal_note: boolean }; periodic_update_time: { activate_on_agent_internal_note: boolean } } }
SuspendedTicket: { url: string; id: number; author: { id: number | null; name: string; email: string }; subject: string; content: string; cause: string; cause_id: number; ticket_id: number | null; recipient: string | null; message_id: string | null; brand_id: number; via: { channel: string; source: { from: { [key: string]: unknown }; to: { [key: string]: unknown }; rel: string | null } }; attachments: ({ [key: string]: unknown })[]; error_messages: (string)[] | null; created_at: string; updated_at: string }
Ticket: { url: string; id: number; external_id: string | null; via: components["schemas"]["Via"]; created_at: string; updated_at: string; generated_timestamp?: number; type: string | null; subject: string | null; raw_subject: string | null; description: string | null; priority: string | null; status: string; custom_status_id: number | null; recipient: string | null; requester_id: number; submitter_id: number; assignee_id: number | null; organization_id: number | null; group_id: number | null; collaborator_ids: (number)[]; follower_ids: (number)[]; email_cc_ids: (number)[]; problem_id: number | null; has_incidents: boolean; is_public: boolean; due_at: string | null; next_update_at: string | null; tags: (string)[]; custom_fields: ({ id: number; value: boolean | (string)[] | string | null })[]; satisfaction_rating: { score: string; id?: number; comment?: string | null; reason?: string | null; reason_id?: number | null } | null; sharing_agreement_ids: (number)[]; fields: ({ id: number; value: boolean | (string)[] | string | null })[]; followup_ids: (number)[]; ticket_form_id: number | null; brand_id: number; allow_channelback: boolean; allow_attachments: boolean; from_messaging_channel: boolean; merged_into: number | null; split_from: number | null; kind: string | null; resolution_code: string | null; comment_count?: number; slas?: components["schemas"]["TicketSlas"]; metric_set?: components["schemas"]["TicketMetric"]; metric_events?: { [key: string]: (components["schemas"]["TicketMetricEvent"])[] }; dates?: components["schemas"]["TicketDates"] }
TicketDates: { assignee_updated_at: string | null; requester_updated_at: string | null; status_updated_at: string | null; initially_assigned_at: string | null; assigned_at: string | null; solved_at: string | null; latest_comment_added_at: string | null }
TicketEvent: { id: number; ticket_id: number; timestamp: number; created_at: string; updater_id: number; via: string; system: { [key: string]: unknown }; metadata: { [key: string]: unknown }; event_type: "Audit"; via_reference_id: number | null; child_events: ({ id: number; via: string; via_reference_id: number | null; event_type: string; [key: string]: unknown })[] }
TicketField: { url: string; id: number; type: string; title: string; raw_title: string; description: string; raw_description: string; position: number; active: boolean; required: boolean; collapsed_for_agents: boolean; regexp_for_validation: string | null; title_in_portal: string; raw_title_in_portal: string; visible_in_portal: boolean; editable_in_portal: boolean; required_in_portal: boolean; tag: string | null; created_at: string; updated_at: string; removable: boolean; agent_description: string | null; relationship_target_type: string | null; system_field_options?: ({ name: string; value: string })[]; custom_field_options?: ({ id: number; name: string; raw_name: string; value: string; default: boolean })[]; custom_statuses?: (components["schemas"]["CustomStatus"])[] }
TicketForm: { url: string; id: number; name: string; raw_name: string; display_name: string; raw_display_name: string; end_user_visible: boolean; position: number; ticket_field_ids: (number)[]; active: boolean; default: boolean; in_all_brands: boolean; restricted_brand_ids: (number)[]; agent_conditions: ({ parent_field_id: number; parent_field_type?: string; value: unknown; child_fields: ({ id: number; is_required: boolean; required_on_statuses?: { type: string; statuses: (string)[] } })[] })[]; end_user_conditions: ({ parent_field_id: number; parent_field_type?: string; value: unknown; child_fields: ({ id: number; is_required: boolean; required_on_statuses?: { type: string; statuses: (string)[] } })[] })[]; diagnostics: ({ [key: string]: unknown })[]; requester_restriction: { [key: string]: unknown } | null; created_at: string; updated_at: string }
TicketMetric: { url: string; id: number; ticket_id: number; created_at: string | null; updated_at: string | null; group_stations: number; assignee_stations: number; reopens: number; replies: number; assignee_updated_at: string | null; requester_updated_at: string | null; status_updated_at: string | null; custom_status_updated_at: string | null; initially_assigned_at: string | null; assigned_at: string | null; solved_at: string | null; latest_comment_added_at: string | null; reply_time_in_minutes: { calendar: number | null; business: number | null }; reply_time_in_seconds: { calendar: number | null }; first_resolution_time_in_minutes: { calendar: number | null; business: number | null }; full_resolution_time_in_minutes: { calendar: number | null; business: number | null }; agent_wait_time_in_minutes: { calendar: number | null; business: number | null }; requester_wait_time_in_minutes: { calendar: number | null; business: number | null }; on_hold_time_in_minutes: { calendar: number | null; business: number | null }; times: { status: { new: { calendar: number | null; business: number | null }; open: { calendar: number | null; business: number | null }; pending: { calendar: number | null; business: number | null }; hold: { calendar: number | null; business: number | null } }; groups: ({ group_id: number } & { calendar: number | null; business: number | null })[]; assignees: ({ assignee_id: number } & { calendar: number | null; business: number | null })[]; next_updates: { kept: number; missed: number; promises: ({ promised_at: string | null; next_update_at: string | null; state: string; ended_at: string | null; minutes_late: number | null })[] } } | null }
TicketMetricEvent: { id: number; ticket_id: number; metric: string; instance_id: number; type: string; time: string; [key: string]: unknown }
TicketSlas: { policy_metrics: ({ metric: string; stage: string; breach_at: string | null; minutes?: number; hours?: number; days?: number })[] }
User: { id: number | null; url: string | null; name: string; email: string | null; created_at: string | null; updated_at: string | null; time_zone: string; iana_time_zone: string; phone: string | null; shared_phone_number: boolean | null; photo: unknown | null; locale_id: number; locale: string; organization_id: number | null; role: string; verified: boolean; external_id?: string | null; tags?: (string)[]; alias?: string | null; active?: boolean; shared?: boolean; shared_agent?: boolean; last_login_at?: string | null; two_factor_auth_enabled?: boolean | null; signature?: string | null; details?: string | null; notes?: string | null; role_type?: number | null; custom_role_id?: number | null; moderator?: boolean; ticket_restriction?: string | null; only_private_comments?: boolean; restricted_agent?: boolean; suspended?: boolean; default_group_id?: number | null; report_csv?: boolean; user_fields?: { [key: string]: boolean | number | (string)[] | string | null } }
UserIdentity: { id: number; url: string; user_id: number; type: string; value: string; verified: boolean; primary: boolean; created_at: string; updated_at: string; undeliverable_count: number; deliverable_state: string }
Via: { channel: string; source: { from: { [key: string]: unknown }; to: { [key: string]: unknown }; rel: string | null } }
Webhook: { id: string; name: string; description: string | null; status: string; subscriptions: (string)[]; endpoint: string; http_method: string; request_format: string; authentication?: { type: string; add_position: string; data: { [key: string]: string } }; custom_headers?: { [key: string]: string }; signing_secret?: { secret: string; algorithm: string }; disabled_reason: string | null; broken_until: string | null; created_at: string; created_by: string; updated_at: string; updated_by: string }
}
responses: {
BadRequest: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["Error"] } }
Unauthenticated: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["Error"] } }
Forbidden: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["Error"] } }
NotFound: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["Error"] } }
Invalid: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["Error"] } }
TooManyRequests: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["Error"] } }
Unavailable: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["Error"] } }
}
}
