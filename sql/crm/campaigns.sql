-- One row per campaign.
-- Key: campaign_id, source.
-- Check: campaign_id is not null; no campaign id.
select
    campaigns.source,
    campaigns.campaign_id,
    campaigns.name,
    lower(campaigns.channel) as channel,
    cast(campaigns.started_on as date) as started_on,
    cast(campaigns.ended_on as date) as ended_on,
    cast(campaigns.cost as decimal(18, 4)) as cost,
    coalesce(upper(campaigns.currency), $currency) as currency
from incoming.campaigns as campaigns
