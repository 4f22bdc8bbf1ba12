-- One row per figure: pairwise precision and recall after transitive closure.
with

joined as (
    select members.customer_id, records.entity_id
    from truth.records as records
    join identity.members as members
        on members.source = records.source
        and members.record_id = records.record_id
),

pairs as (
    select
        (
            select sum(n * (n - 1) / 2)
            from (
                select count(*) as n from joined
                group by customer_id, entity_id
            )
        ) as shared,
        (
            select sum(n * (n - 1) / 2)
            from (select count(*) as n from joined group by customer_id)
        ) as found,
        (
            select sum(n * (n - 1) / 2)
            from (select count(*) as n from joined group by entity_id)
        ) as true_pairs
)

select 'records' as figure, count(*)::double as value from joined
union all
select 'pairwise precision', shared / found from pairs
union all
select 'pairwise recall', shared / true_pairs from pairs
union all
select 'pairwise f1', 2 * shared / (found + true_pairs) from pairs
