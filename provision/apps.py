"""provision: what we give."""

from django.apps import AppConfig


class ProvisionConfig(AppConfig):
    name = "provision"

    def ready(self) -> None:
        from accounts.asks import home_also_asks
        from provision.asks import plans_to_issue
        from provision.kept_records import copies, plans, provision_maps, target_sheets
        from stages.sources import evidence_from

        for source in (plans, provision_maps, target_sheets, copies):
            evidence_from(source)
        home_also_asks(plans_to_issue)
