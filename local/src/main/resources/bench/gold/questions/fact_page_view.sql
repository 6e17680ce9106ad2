-- Page views by status over the month. Cost: one pass over the page views.
SELECT status, count(*) FROM gold.fact_page_view GROUP BY 1 ORDER BY 1;
SELECT status, count(*) FROM silver.page_views GROUP BY 1 ORDER BY 1;
