-- One row per feature that has words of its own: what a notice calls it.
-- Key: feature.
-- The pipeline's words go before ours; what has none is called by its name.
with

ours as (
    select * from (
        values
            ('amount', 'Amount asked for', 'Montant demandé'),
            ('months_known', 'Length of relationship with us',
                'Durée de la relation avec nous'),
            ('orders', 'Number of purchases from us',
                'Nombre d’achats chez nous'),
            ('days_since_order', 'Time since the last purchase from us',
                'Temps écoulé depuis le dernier achat chez nous'),
            ('spent', 'Amount of purchases from us',
                'Montant des achats chez nous'),
            ('returned_share', 'Share of purchases returned',
                'Part des achats retournés'),
            ('tickets', 'Requests to our service desk',
                'Demandes au service à la clientèle'),
            ('complaints', 'Complaints', 'Plaintes'),
            ('invoices', 'Number of invoices', 'Nombre de factures'),
            ('invoices_late', 'Invoices paid late',
                'Factures payées en retard'),
            ('invoices_open', 'Invoices past due',
                'Factures échues impayées'),
            ('loans', 'Number of loans with us', 'Nombre de prêts chez nous'),
            ('loans_running', 'Number of running loans with us',
                'Nombre de prêts en cours chez nous'),
            ('loan_months_late', 'Late payments on loans with us',
                'Retards de paiement sur des prêts chez nous'),
            ('worst_days_late', 'Longest delay of payment with us',
                'Plus long retard de paiement chez nous')
    ) as listed (feature, en, fr)
)

select
    coalesce(asked.feature, ours.feature) as feature,
    coalesce(asked.en, ours.en) as en,
    coalesce(asked.fr, ours.fr) as fr
from ours
full join settings.credit_reasons as asked on asked.feature = ours.feature
