package dev.postern.workflow;

/** Definitions that tests share. */
final class WorkflowFixtures {
    private WorkflowFixtures() {}

    static final String SCHEDULED_MAIL = """
        {"$schema": "https://schema.management.azure.com/providers/Microsoft.Logic/schemas/2016-06-01/workflowdefinition.json#",
         "contentVersion": "1.0.0.0",
         "parameters": {"mailbox": {"type": "String", "defaultValue": "reports@contoso.example"}},
         "triggers": {"Recurrence": {"type": "Recurrence", "recurrence": {"frequency": "Day", "interval": 1,
            "timeZone": "W. Europe Standard Time", "schedule": {"hours": [8], "minutes": [30]}}}},
         "actions": {"HTTP": {"type": "Http", "runAfter": {}, "inputs": {"method": "POST",
            "uri": "https://graph.microsoft.com/v1.0/users/@{parameters(`mailbox`)}/sendMail",
            "authentication": {"type": "ManagedServiceIdentity", "audience": "https://graph.microsoft.com"},
            "body": {"message": {"subject": "Report @{utcNow(`yyyy-MM-dd`)}"}, "saveToSentItems": "false"}}}},
         "outputs": {}}
        """;
}
