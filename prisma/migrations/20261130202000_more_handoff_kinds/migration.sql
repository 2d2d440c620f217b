ALTER TYPE "handoff_kind" ADD VALUE 'sales_to_service';
ALTER TYPE "handoff_kind" ADD VALUE 'service_to_cs';
ALTER TYPE "handoff_kind" ADD VALUE 'cs_account';
